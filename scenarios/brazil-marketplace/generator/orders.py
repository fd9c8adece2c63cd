"""Reading the marketplace's order log, and the geography of its lanes.

The log has one row per order (see SOURCES.md). Its times are naive local times: they are read as such, every length is
the difference of two clock readings, and a promise is a civil date.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime

# Seller regions: the origins. A marketplace shows at checkout where the seller is; 71 % of the log's orders leave from
# the state of SP, and beyond SP only groups of states have enough orders for lanes of their own.
ORIGINS = {
    "sp": ["SP"],
    "southeast": ["ES", "MG", "RJ"],
    "south": ["PR", "RS", "SC"],
    "elsewhere": [
        *["AC", "AL", "AM", "AP", "BA", "CE", "DF", "GO", "MA", "MS", "MT"],
        *["PA", "PB", "PE", "PI", "RN", "RO", "RR", "SE", "TO"],
    ],
}
ORIGIN_OF = {state: origin for origin, states in ORIGINS.items() for state in states}

# The macro-regions of the Brazilian statistical office (IBGE), used to pool thin lanes.
REGIONS = {
    "north": ["AC", "AM", "AP", "PA", "RO", "RR", "TO"],
    "northeast": ["AL", "BA", "CE", "MA", "PB", "PE", "PI", "RN", "SE"],
    "centre-west": ["DF", "GO", "MS", "MT"],
    "southeast": ["ES", "MG", "RJ", "SP"],
    "south": ["PR", "RS", "SC"],
}
REGION_OF = {state: region for region, states in REGIONS.items() for state in states}


@dataclass(frozen=True)
class Order:
    """A delivered order with a known lane. Lengths are in days of 24 h."""

    purchase: datetime
    origin: str
    zone: str
    seller: str
    promised: date
    hand_over: datetime
    delivered: datetime

    @property
    def lead(self) -> float:
        """Click to door."""
        return _days(self.purchase, self.delivered)

    @property
    def handling(self) -> float:
        """Purchase to hand-over to the carrier; a hand-over logged after the delivery counts as the delivery."""
        return min(max(0.0, _days(self.purchase, self.hand_over)), self.lead)

    @property
    def transit(self) -> float:
        """Hand-over to delivery: what the lead time has left."""
        return self.lead - self.handling

    @property
    def quote(self) -> int:
        """Civil days from the day of purchase to the promised day."""
        return (self.promised - self.purchase.date()).days


@dataclass
class Log:
    """The log as read: when and where every order was placed, the delivered ones, and what was left out of these."""

    purchases: list[datetime]
    seller_states: list[str]
    customer_states: list[str]
    delivered: list[Order]
    left_out: dict[str, int]


def read(path: str) -> Log:
    """Read the order log. Rows that cannot be used for a lead time are counted by reason, never silently dropped."""
    log = Log([], [], [], [], {"not delivered": 0, "no seller state": 0, "no customer state": 0, "milestone missing": 0})
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            log.purchases.append(_instant(row["order_purchase_timestamp"]))
            log.seller_states.append(row["seller_state"])
            log.customer_states.append(row["customer_state"])
            reason = _unusable(row)
            if reason:
                log.left_out[reason] += 1
            else:
                log.delivered.append(_order(row))
    log.delivered.sort(key=lambda order: order.purchase)
    return log


def _unusable(row: dict) -> str | None:
    """Why a row has no lead time on a known lane; `None` if it has one."""
    if row["order_status"] != "delivered":
        return "not delivered"
    if not row["customer_state"]:
        return "no customer state"
    if not row["seller_state"]:
        return "no seller state"
    needed = ["order_delivered_carrier_date", "order_delivered_customer_date", "order_estimated_delivery_date"]
    return None if all(row[name] for name in needed) else "milestone missing"


def _order(row: dict) -> Order:
    return Order(
        purchase=_instant(row["order_purchase_timestamp"]),
        origin=ORIGIN_OF[row["seller_state"]],
        zone=row["customer_state"],
        seller=row["seller_id"],
        promised=_instant(row["order_estimated_delivery_date"]).date(),
        hand_over=_instant(row["order_delivered_carrier_date"]),
        delivered=_instant(row["order_delivered_customer_date"]),
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _days(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 86_400
