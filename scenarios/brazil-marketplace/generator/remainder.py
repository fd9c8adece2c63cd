"""What the lane tables do not know: `python3 scenarios/brazil-marketplace/generator/remainder.py ORDERS` prints
the table of docs/methods/brazil-marketplace.md.

For each way of redrawing lead times, the on-time curve at day grain of the log's delivered orders against the promises
really given, shifted by -15 to +15 days, is compared with the log's own curve. Everything is exact (no random numbers):
an order's chance at a shift is the share of the other orders in its cell whose lead time would have kept the promise.
A cell with fewer than `FEWEST` others gives way to the whole pool, so that no order speaks for itself.
"""

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable

sys.dont_write_bytecode = True  # leave no __pycache__ beside the tables

from orders import ORIGINS, Order, read
from pooling import PROBABILITIES, Pools, quantile

SHIFTS = range(-15, 16)
FEWEST = 5
STRATA = 300
"""Equal strata of either table; their midpoints stand for the table when the two are added."""


Refine = Callable[[Order, list[int]], Hashable]
"""The cell of an order within its pool, given the pool's quotes in ascending order."""

REFINEMENTS: dict[str, Refine] = {
    "orders of the same pool, whole lead times": lambda order, quotes: (),
    "... and of the same weekday": lambda order, quotes: order.purchase.weekday(),
    "... and of the same month": lambda order, quotes: (order.purchase.year, order.purchase.month),
    "... and of the same seller": lambda order, quotes: order.seller,
    "... and of the same quarter of the pool's quotes": lambda order, quotes: rank(order.quote, quotes, 4),
    "... and of the same tenth of the pool's quotes": lambda order, quotes: rank(order.quote, quotes, 10),
}


def main() -> None:
    orders = read(sys.argv[1]).delivered
    pools = Pools(orders)
    own = own_curve(orders)
    print(f"n = {len(orders)}")
    show("the lane tables: handling and transit redrawn apart", table_curve(orders, pools), own)
    for name, refine in REFINEMENTS.items():
        show(name, pool_curve(orders, lambda order: pools.pool(order.origin, order.zone)[1], refine), own)
    show("any order of the log", pool_curve(orders, lambda order: orders, lambda order, quotes: ()), own)


def own_curve(orders: list[Order]) -> list[float]:
    """Share delivered by the end of the promised day, per shift."""
    late = [(order.delivered.date() - order.promised).days for order in orders]
    return [sum(days <= shift for days in late) / len(orders) for shift in SHIFTS]


def pool_curve(orders: list[Order], pool_of: Callable[[Order], list[Order]], refine: Refine) -> list[float]:
    """The curve when every order takes the lead time of another order of its pool that agrees on `refine`."""
    kept, split_pools = [0.0] * len(SHIFTS), {}
    for order in orders:
        pool = pool_of(order)
        if id(pool) not in split_pools:
            split_pools[id(pool)] = split(pool, refine)
        quotes, cells, whole = split_pools[id(pool)]
        leads = cells[refine(order, quotes)]
        if len(leads) <= FEWEST:
            leads = whole
        for i, shift in enumerate(SHIFTS):
            limit = deadline(order, shift)
            kept[i] += (bisect_left(leads, limit) - (order.lead < limit)) / (len(leads) - 1)
    return [share / len(orders) for share in kept]


def split(pool: list[Order], refine: Refine) -> tuple[list[int], dict[Hashable, list[float]], list[float]]:
    """The pool's quotes, its lead times per cell, and all its lead times, each ascending."""
    quotes = sorted(order.quote for order in pool)
    cells = defaultdict(list)
    for order in pool:
        cells[refine(order, quotes)].append(order.lead)
    whole = sorted(order.lead for order in pool)
    return quotes, {cell: sorted(leads) for cell, leads in cells.items()}, whole


def rank(quote: int, quotes: list[int], parts: int) -> int:
    """In which of so many equal parts of the ascending quotes this one lies."""
    middle = (bisect_left(quotes, quote) + bisect_right(quotes, quote)) / 2
    return int(parts * middle / (len(quotes) + 1))


def table_curve(orders: list[Order], pools: Pools) -> list[float]:
    """The curve when handling and transit are drawn from their quantile tables, independently of each other."""
    handling = {
        origin: midpoints([o.handling for o in orders if o.origin == origin]) for origin in ORIGINS
    }
    lanes = defaultdict(list)
    for order in orders:
        lanes[order.origin, order.zone].append(order)
    kept = [0.0] * len(SHIFTS)
    for (origin, zone), members in lanes.items():
        transit = midpoints([o.transit for o in pools.pool(origin, zone)[1]])
        totals = sorted(a + b for a in handling[origin] for b in transit)
        for order in members:
            for i, shift in enumerate(SHIFTS):
                kept[i] += bisect_left(totals, deadline(order, shift)) / len(totals)
    return [share / len(orders) for share in kept]


def midpoints(values: list[float]) -> list[float]:
    """The quantile table of the values, read at the middle of equal strata."""
    values = sorted(values)
    table = [(p, quantile(values, p)) for p in PROBABILITIES]
    points, below = [], 0
    for stratum in range(STRATA):
        percent = 100 * (stratum + 0.5) / STRATA
        while table[below + 1][0] < percent:
            below += 1
        (p0, v0), (p1, v1) = table[below], table[below + 1]
        points.append(v0 + (percent - p0) / (p1 - p0) * (v1 - v0))
    return points


def deadline(order: Order, shift: int) -> float:
    """Lead time, in days, below which the order arrives before the end of the shifted promised day."""
    clock = order.purchase
    into_day = (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86_400
    return order.quote + shift + 1 - into_day


def show(name: str, curve: list[float], own: list[float]) -> None:
    gaps = [100 * (a - b) for a, b in zip(curve, own)]
    worst = max(gaps, key=abs)
    at = [f"{gaps[SHIFTS.index(shift)]:+.1f}" for shift in (-15, -10, -7, -5, 0, 5, 10, 15)]
    print(f"{name:50} worst {worst:+.2f}  mean {sum(map(abs, gaps)) / len(gaps):.2f}  {' '.join(at)}")


if __name__ == "__main__":
    main()
