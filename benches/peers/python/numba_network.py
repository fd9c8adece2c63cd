"""The reference network for numpy and numba: whole arrays, station by station.

numpy draws and sorts; numba runs the recursion of Kiefer and Wolfowitz (the earliest free server takes the next order
in line) over all orders of a replication. There is no event list, so this serves only a network without feedback.
"""

import numba
import numpy as np

from task import PROMISE, RUN_OUT, SERVERS, TRUCK_EVERY, WARM_UP_DAYS, lognormal, main

PICK = lognormal(4.25, 0.5)
PACK = lognormal(3.2, 0.5)


@numba.njit(cache=True)
def starts(joined, service, servers):
    """When each order's service starts, for orders in the sequence in which they join."""
    free = np.zeros(servers)
    start = np.empty_like(joined)
    for i in range(joined.size):
        begin = max(joined[i], free[0])
        start[i] = begin
        replace_least(free, begin + service[i])
    return start


@numba.njit(cache=True, inline="always")
def replace_least(heap, value):
    """Puts `value` in the place of the least element of a binary heap."""
    hole, child = 0, 1
    while child < heap.size:
        if child + 1 < heap.size and heap[child + 1] < heap[child]:
            child += 1
        if value <= heap[child]:
            break
        heap[hole] = heap[child]
        hole, child = child, 2 * child + 1
    heap[hole] = value


def pass_stage(joined, service, servers):
    """Waits and ends of service, in the sequence of the arrays given, whatever it is."""
    order = np.argsort(joined)
    start = np.empty_like(joined)
    start[order] = starts(joined[order], service[order], servers)
    return start - joined, start + service


def arrivals(rng, rate, end):
    """A Poisson stream until `end`."""
    mean = rate * end
    gaps = rng.exponential(1.0 / rate, int(mean + 6.0 * mean**0.5) + 10)
    times = np.cumsum(gaps)
    return times[: np.searchsorted(times, end)]


def network(task, rng):
    placed = arrivals(rng, 10.0, task.end)
    n = placed.size
    pick, pack, station = SERVERS[task.model]
    service = rng.lognormal(*PICK, n)
    start = starts(placed, service, pick)
    wait_pick, picked = start - placed, start + service
    wait_pack, packed = pass_stage(picked, rng.lognormal(*PACK, n), pack)
    departed = np.ceil(packed / TRUCK_EVERY) * TRUCK_EVERY
    arrived = departed + rng.gamma(16.0, 30.0, n)
    wait_station, delivered = pass_stage(arrived, rng.gamma(4.0, 1.25, n), station)
    lead = delivered - placed
    return placed, delivered, (lead, lead <= PROMISE, wait_pick, wait_pack, wait_station)


def mm1(task, rng):
    came = arrivals(rng, 0.8, task.end)
    service = rng.exponential(1.0, came.size)
    start = starts(came, service, 1)
    return came, start + service, (start - came,)


def simulate(task, seed):
    rng = np.random.default_rng(seed)
    placed, done, figures = mm1(task, rng) if task.model == "mm1" else network(task, rng)
    return by_day(task, placed, figures), int(np.count_nonzero(done <= task.end))


def by_day(task, placed, figures):
    """Sums of the figures over the orders placed on each scored day."""
    bounds = np.searchsorted(placed, task.day * np.arange(WARM_UP_DAYS, WARM_UP_DAYS + task.days + 1))
    scored = slice(bounds[0], bounds[-1])
    sums = [np.add.reduceat(figure[scored].astype(float), bounds[:-1] - bounds[0]) for figure in figures]
    return np.column_stack([np.diff(bounds), *sums]).tolist()


if __name__ == "__main__":
    versions = f"{np.__version__} + {numba.__version__}"
    main("numpy + numba", versions, simulate, ("reference", "reference-tight", "mm1"))
