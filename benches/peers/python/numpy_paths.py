"""The reference network without capacity, for numpy alone: every order by itself, no queues.

What one gets without a simulation: lead and on time come out almost right here, the waits are zero.
"""

import numpy as np

from task import PROMISE, TRUCK_EVERY, WARM_UP_DAYS, lognormal, main

PICK = lognormal(4.25, 0.5)
PACK = lognormal(3.2, 0.5)
AT_ONCE = 65_536
"""Orders drawn at a time: arrays that stay in the cache."""


def simulate(task, seed):
    """Days of a Poisson number of orders at uniform times. Orders know nothing of each other: no warm-up, no run-out."""
    rng = np.random.default_rng(seed)
    days = []
    for day in range(WARM_UP_DAYS, WARM_UP_DAYS + task.days):
        n = rng.poisson(10.0 * task.day)
        sums = [n, 0.0, 0, 0.0, 0.0, 0.0]
        for size in [AT_ONCE] * (n // AT_ONCE) + [n % AT_ONCE]:
            placed = day * task.day + rng.random(size) * task.day
            packed = placed + rng.lognormal(*PICK, size) + rng.lognormal(*PACK, size)
            departed = np.ceil(packed / TRUCK_EVERY) * TRUCK_EVERY
            lead = departed + rng.gamma(16.0, 30.0, size) + rng.gamma(4.0, 1.25, size) - placed
            sums[1] += lead.sum()
            sums[2] += np.count_nonzero(lead <= PROMISE)
        days.append(sums)
    return days, sum(day[0] for day in days)


if __name__ == "__main__":
    main("numpy paths", np.__version__, simulate, ("reference",))
