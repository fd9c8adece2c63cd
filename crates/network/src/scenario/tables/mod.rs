//! The tables of a scenario as they are written: one struct per table, one field per key.

mod demand;
mod money;
mod network;
mod offer;
mod stock;
mod study;

pub use demand::{
    DemandTable, ForecastRow, ForecastTable, PoissonTable, RenewalTable, ReplayRow, ReplayTable,
    SeasonRow,
};
pub use money::{CarrierRow, CostsTable, RateRow};
pub use network::{
    FacilityRow, LaneRow, ModeTable, PoolRow, RouteRow, RouteTimeTable, ShockRow, StageRow, ZoneRow,
};
pub use offer::{
    ConstantTable, CutoffTimes, LogTable, OfferTable, PaddingGridRow, PaddingRow, PlanTable,
    PromiseTable, QuantileTable, ServiceLevelRow, ServiceTable, SourcingRow, SourcingTable,
    StateTable, StaticTableTable, TransitDaysRow, WindowRow,
};
pub use stock::{BasketKindRow, BasketTable, ReturnsTable, SkuRow, StockRow};
pub use study::{
    BlameTable, CalendarTable, ClockTable, DeadlineRow, ImportanceTable, ProfileTable, RootTable,
    StudyTable, TablesTable,
};
