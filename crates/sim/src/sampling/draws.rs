//! Draws of many at once.
//!
//! What is done for each draw is the same, whatever its bits are, up to the place where its value is found. So it is done for many side by
//! side: in instructions for several numbers where the processor has them. The values have the same bits as one by one: nothing is rounded
//! otherwise.

use multiversion::multiversion;

use super::Sampler;
use super::sampler::Source;
use super::table::Place;
use crate::random::mix64;

/// So many draws are made at once at most.
pub(crate) const MOST: usize = 256;

/// Room for draws.
pub(crate) struct Draws {
    /// Their addresses, then their bits.
    bits: [u64; MOST],
    cells: [u64; MOST],
    positions: [f64; MOST],
    values: [f64; MOST],
    /// The processor multiplies several numbers of 64 bits at once, or nearly.
    side_by_side: bool,
}

impl Draws {
    pub(crate) fn new() -> Self {
        Self {
            bits: [0; MOST],
            cells: [0; MOST],
            positions: [0.0; MOST],
            values: [0.0; MOST],
            side_by_side: side_by_side(),
        }
    }

    /// The values of a sampler for draws, by their [addresses](crate::random::EntityKey::address): [`MOST`] at most.
    #[inline(always)]
    pub(crate) fn sample(
        &mut self,
        sampler: &Sampler,
        addresses: impl ExactSizeIterator<Item = u64>,
    ) -> &[f64] {
        let count = addresses.len().min(MOST);
        for (bits, address) in self.bits.iter_mut().zip(addresses) {
            *bits = address;
        }
        self.look_up(sampler, count);
        &self.values[..count]
    }

    /// The same value so many times, [`MOST`] at most.
    #[inline(always)]
    pub(crate) fn always(&mut self, value: f64, times: usize) -> &[f64] {
        let values = &mut self.values[..times.min(MOST)];
        values.fill(value);
        values
    }

    #[inline(never)]
    fn look_up(&mut self, sampler: &Sampler, count: usize) {
        let (bits, values) = (&mut self.bits[..count], &mut self.values[..count]);
        match &sampler.source {
            Source::Table(table) if self.side_by_side => {
                let (cells, positions) = (&mut self.cells[..count], &mut self.positions[..count]);
                find_places(bits, cells, positions);
                for ((value, &cell), &position) in values.iter_mut().zip(&*cells).zip(&*positions) {
                    *value = sampler.scaled_up(table.value_at(Place { cell, position }));
                }
            }
            _ => {
                for (value, &address) in values.iter_mut().zip(&*bits) {
                    *value = sampler.sample(mix64(address));
                }
            }
        }
    }
}

/// Whether places are found faster side by side than one by one.
fn side_by_side() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("avx2");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// The places of draws.
#[multiversion(targets("x86_64+avx2+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn find_places(addresses: &[u64], cells: &mut [u64], positions: &mut [f64]) {
    for ((&address, cell), position) in addresses.iter().zip(cells).zip(positions) {
        let place = Place::of(mix64(address));
        (*cell, *position) = (place.cell, place.position);
    }
}

#[cfg(test)]
mod tests {
    use leadtime_network::distribution::Distribution;

    use super::*;
    use crate::random::{Purpose, ReplicationKey};
    use crate::sampling::Tables;

    // catches: a place that is another side by side, a draw that gets the value of its neighbour, a last one that gets none
    #[test]
    fn draws_at_once_are_those_made_one_by_one() {
        let stream = ReplicationKey::new(7, 1).stream(3);
        let laws = [
            Distribution::Lognormal {
                mu: 1.0,
                sigma: 0.5,
            },
            Distribution::Gamma {
                shape: 16.0,
                scale: 30.0,
            },
            Distribution::Constant(5.0),
            Distribution::Empirical(vec![1.0, 2.0, 5.0, 9.0]),
        ];
        let mut draws = Draws::new();
        // As this processor does it, and as others do.
        for side_by_side in [draws.side_by_side, false] {
            draws.side_by_side = side_by_side;
            for law in &laws {
                let sampler = Tables::new().sampler(law);
                let mut number = 0;
                for count in (0..=MOST).chain([1, MOST]) {
                    let entities = number..number + count as u64;
                    let entity = |number| stream.entity(number);
                    let addresses = entities.map(|at| entity(at).address(Purpose::ARRIVAL, at % 3));
                    // Exact sizes are known of ranges of smaller numbers only.
                    let addresses: Vec<u64> = addresses.collect();
                    let at_once = draws.sample(&sampler, addresses.iter().copied());
                    assert_eq!(at_once.len(), count);
                    for (value, at) in at_once.iter().zip(number..) {
                        let alone = sampler.sample(entity(at).draw_at(Purpose::ARRIVAL, at % 3));
                        assert_eq!(value.to_bits(), alone.to_bits(), "{law:?}, draw {at}");
                    }
                    number += count as u64;
                }
            }
        }
    }
}
