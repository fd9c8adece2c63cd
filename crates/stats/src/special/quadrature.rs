//! Integrals of smooth functions: tails of densities whose series and continued fractions are slow, and plain panels.

/// Positive nodes and weights of the 16 point Gauss-Legendre rule on [-1, 1] (the rule is symmetric).
const GAUSS_16: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];

/// Panels before the integral is taken as it stands; a tail needs 5 to 20.
const PANELS: u32 = 400;

/// Integrates exp(`log_ratio(s)`) for s in [0, `limit`], where log_ratio(0) = 0 and the integrand falls off outwards.
///
/// `spread` is the standard deviation of the density and `decay` its logarithmic slope at s = 0 (negative outwards).
/// Panels are at most two spreads or four decay lengths wide, where the 16 point rule is exact to rounding; panels are
/// added until one contributes less than rounding.
pub(super) fn outward_integral(
    log_ratio: impl Fn(f64) -> f64,
    spread: f64,
    decay: f64,
    limit: f64,
) -> f64 {
    let rate = 0.5 / spread + 0.25 * (-decay).max(0.0);
    let width = (1.0 / rate).min(limit);
    let mut total = 0.0;
    for panel in 0..PANELS {
        let start = f64::from(panel) * width;
        if start >= limit {
            break;
        }
        let part = panel_integral(&log_ratio, start, (start + width).min(limit));
        total += part;
        if part < total * 1e-18 {
            break;
        }
    }
    total
}

/// The 16 point rule on one panel.
fn panel_integral(log_ratio: &impl Fn(f64) -> f64, start: f64, end: f64) -> f64 {
    let centre = 0.5 * (start + end);
    let half = 0.5 * (end - start);
    let sum: f64 = GAUSS_16
        .iter()
        .map(|&(node, weight)| {
            let (left, right) = (centre - half * node, centre + half * node);
            weight * (libm::exp(log_ratio(left)) + libm::exp(log_ratio(right)))
        })
        .sum();
    half * sum
}

/// Nodes and weights of the 16 point rule on `panels` equal panels of [`from`, `to`], ascending.
pub(super) fn composite_nodes(from: f64, to: f64, panels: u32) -> Vec<(f64, f64)> {
    let half = 0.5 * (to - from) / f64::from(panels);
    let mut nodes = Vec::with_capacity(16 * panels as usize);
    for panel in 0..panels {
        let centre = from + half * f64::from(2 * panel + 1);
        let left = GAUSS_16.iter().rev().map(|&(node, weight)| (-node, weight));
        let both = left.chain(GAUSS_16.iter().copied());
        nodes.extend(both.map(|(node, weight)| (centre + half * node, half * weight)));
    }
    nodes
}
