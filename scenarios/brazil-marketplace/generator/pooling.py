"""Quantile tables, and from which orders a thin lane takes its own.

A lane below `LEAST` delivered orders is pooled upward, the first table with enough orders wins:

    lane                 seller region -> customer state
    region lane          seller region -> macro-region of the customer state
    destination          all sellers   -> customer state
    destination region   all sellers   -> macro-region
    all                  every delivered order

The origin is kept before the destination: within a macro-region the seller's region says more about the transit than the
customer's state (see docs/methods/brazil-marketplace.md).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from orders import REGION_OF, Order

LEAST = 200
"""Orders below which a lane has no table of its own: at n = 100 the standard error of p95 is 2.5 days."""

PROBABILITIES = [0, 1, *range(5, 96, 5), 96, 97, 98, 99, 99.5, 99.9, 100]
"""Percentages at which a table is stated. Dense, because a table is linear between its points: with steps of 10 the
chords of the convex upper half put the curve half a point below that of the orders themselves; these cost .1 to .2."""

KEYS: list[tuple[str, Callable[[str, str], tuple]]] = [
    ("lane", lambda origin, zone: (origin, zone)),
    ("region lane", lambda origin, zone: (origin, REGION_OF[zone])),
    ("destination", lambda origin, zone: (zone,)),
    ("destination region", lambda origin, zone: (REGION_OF[zone],)),
    ("all", lambda origin, zone: ()),
]


class Pools:
    """The delivered orders under every key of the hierarchy."""

    def __init__(self, orders: Iterable[Order]):
        self._members: dict[tuple, list[Order]] = defaultdict(list)
        for order in orders:
            for name, key in KEYS:
                self._members[name, *key(order.origin, order.zone)].append(order)

    def lane(self, origin: str, zone: str) -> list[Order]:
        """The lane's own orders."""
        return self._members["lane", origin, zone]

    def pool(self, origin: str, zone: str) -> tuple[str, list[Order]]:
        """The first pool of the lane with enough orders: its name and members."""
        for name, key in KEYS:
            members = self._members[name, *key(origin, zone)]
            if len(members) >= LEAST:
                return name, members
        raise ValueError(f"fewer than {LEAST} delivered orders in the whole log")


def quantile(values: list[float], percent: float) -> float:
    """Quantile of ascending values, linear between order statistics (Hyndman and Fan's type 7)."""
    position = percent / 100 * (len(values) - 1)
    below = int(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (position - below) * (values[above] - values[below])


def quantile_table(values: Iterable[float]) -> str:
    """`quantiles(min=.., p1=.., ..., max=..)` in days, as a scenario states a distribution."""
    ordered = sorted(values)
    points = (f"{_name(p)}={round(quantile(ordered, p), 2):g}d" for p in PROBABILITIES)
    return f"quantiles({', '.join(points)})"


def _name(percent: float) -> str:
    return {0: "min", 100: "max"}.get(percent, f"p{percent:g}")
