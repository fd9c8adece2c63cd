//! Dashes along a line.

/// The stretches of a line that are drawn: `on` pixels, then a gap of `off` pixels, measured along the line.
pub(super) fn dashes_along(points: &[(f64, f64)], (on, off): (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let mut dashes = Vec::new();
    let mut dash: Vec<(f64, f64)> = Vec::new();
    let (mut drawn, mut left) = (true, on);
    for ends in points.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let long = (dx * dx + dy * dy).sqrt();
        let point = |t: f64| (from.0 + dx * t / long, from.1 + dy * t / long);
        let mut at = 0.0;
        while at < long {
            let next = (at + left).min(long);
            if drawn {
                if dash.is_empty() {
                    dash.push(point(at));
                }
                dash.push(point(next));
            }
            left -= next - at;
            at = next;
            // Rounding may leave a rest too short to move on by: then the dash or gap is done too.
            if left <= 1e-6 {
                dashes.extend((!dash.is_empty()).then(|| std::mem::take(&mut dash)));
                drawn = !drawn;
                left = if drawn { on } else { off };
            }
        }
    }
    dashes.extend((!dash.is_empty()).then_some(dash));
    dashes
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn dashes_run_on_around_corners() {
        let corner = [(0.0, 0.0), (3.0, 0.0), (3.0, 5.0)];
        assert_eq!(
            dashes_along(&corner, (4.0, 2.0)),
            vec![
                vec![(0.0, 0.0), (3.0, 0.0), (3.0, 1.0)],
                vec![(3.0, 3.0), (3.0, 5.0)]
            ]
        );
        assert!(dashes_along(&[(0.1, 0.7), (0.1, 0.7)], (4.0, 2.0)).is_empty());
        assert!(dashes_along(&[(1.0, 1.0)], (4.0, 2.0)).is_empty());
    }

    // catches: a rest of 1e-16 pixels that never gets shorter, so that the dashes never end
    #[test]
    fn awkward_lengths_come_to_an_end() {
        for i in 1..200 {
            let x = |k: f64| 84.0 + k * 742.0 / (7.0 + f64::from(i));
            let line = [(x(0.1), 100.3), (x(1.7), 99.9), (x(30.0), 12.1)];
            let long = (line[2].0 - line[0].0) / 8.5;
            let dashes = dashes_along(&line, (5.0, 3.5));
            assert!(dashes.len() as f64 >= long && (dashes.len() as f64) < long + 40.0);
        }
    }
}
