//! When somebody is at the door.

use crate::calendar::DayTime;

/// Delivery hours of every delivery day, in the civil time of the zone, both ends included. What comes before waits until they begin; what
/// comes after waits for the next delivery day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryWindow {
    /// First clock time.
    pub from: DayTime,
    /// Last clock time, later than the first.
    pub to: DayTime,
}
