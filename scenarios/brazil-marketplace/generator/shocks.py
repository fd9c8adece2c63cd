"""Week shocks that orders share: the AR(1) law of a common factor on handling or transit.

The log of every length is taken relative to the mean log of its cell (lane or seller region). The weekly means of these
residuals vary by the shock and by sampling; the sampling part, s^2 / n of each week, is taken off. Method of moments:

    sigma^2 = var(weekly means) - mean(s^2 / n)        phi = cov(mean_t, mean_t+1) / sigma^2
"""

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta

from orders import Order

FIRST_MONDAY, WEEKS = date(2017, 1, 23), 48
"""Weeks with at least 40 orders each, without a gap; the last one is closed before the log ends."""

SHORTEST = 1 / 1440
"""Lengths under a minute are clock artefacts and have no meaningful logarithm."""


def ar1(
    orders: Iterable[Order],
    length: Callable[[Order], float],
    cell: Callable[[Order], Hashable],
    starts: Callable[[Order], datetime],
) -> tuple[float, float]:
    """(sigma, phi) of the weekly factor on `length`; a week counts the orders whose activity `starts` in it."""
    used = [order for order in orders if length(order) > SHORTEST]
    logs = defaultdict(list)
    for order in used:
        logs[cell(order)].append(math.log(length(order)))
    centre = {key: statistics.mean(values) for key, values in logs.items()}
    weeks = [[] for _ in range(WEEKS)]
    for order in used:
        week = (starts(order).date() - FIRST_MONDAY) // timedelta(days=7)
        if 0 <= week < WEEKS:
            weeks[week].append(math.log(length(order)) - centre[cell(order)])
    return _moments(weeks)


def _moments(weeks: list[list[float]]) -> tuple[float, float]:
    means = [statistics.mean(week) for week in weeks]
    noise = statistics.mean(statistics.variance(week) / len(week) for week in weeks)
    variance = statistics.variance(means) - noise
    level = statistics.mean(means)
    lagged = statistics.mean((a - level) * (b - level) for a, b in zip(means, means[1:]))
    return math.sqrt(variance), lagged / variance
