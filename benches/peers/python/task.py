"""What the Python peers simulate, and what they answer: command line, parameters and the line of JSON.

Times are minutes from the start of a replication.
"""

import json
import math
import sys
import time
from dataclasses import dataclass

TRUCK_EVERY = 120.0
PROMISE = 720.0
WARM_UP_DAYS = 3
RUN_OUT = 2160.0
"""Demand goes on for so long after the last scored order; by then it is delivered, but for one in 1e14."""

FIGURES = ("mean_lead_min", "on_time", "wait_pick_min", "wait_pack_min", "wait_station_min")
SERVERS = {"reference": (50, 40, 60), "reference-tight": (45, 34, 53)}


@dataclass
class Task:
    """`PROGRAM MODEL REPLICATIONS SEED [DAYS]`."""

    model: str
    replications: int
    seed: int
    days: int

    @property
    def day(self):
        """A day in minutes; the M/M/1's is ten times as long, so that it holds about as many orders."""
        return 14_400.0 if self.model == "mm1" else 1_440.0

    @property
    def end(self):
        return self.day * (WARM_UP_DAYS + self.days) + RUN_OUT


def lognormal(mean, cv):
    """Mean and standard deviation of the logarithm."""
    variance = math.log1p(cv * cv)
    return math.log(mean) - variance / 2.0, math.sqrt(variance)


def main(peer, version, simulate, models):
    """`simulate(task, seed)` runs one replication: rows [orders, lead, on time, waits...] of sums for each scored day,
    and the number of all orders that were delivered."""
    words = sys.argv[1:]
    if len(words) not in (3, 4) or words[0] not in models:
        sys.exit(f"usage: {sys.argv[0]} {'|'.join(models)} REPLICATIONS SEED [DAYS]")
    task = Task(words[0], int(words[1]), int(words[2]), int(words[3]) if len(words) == 4 else 70)
    begun = time.perf_counter()
    days, simulated = [], 0
    for replication in range(task.replications):
        rows, completed = simulate(task, task.seed + replication)
        days.extend(rows)
        simulated += completed
    seconds = time.perf_counter() - begun
    figures = ("wait_min",) if task.model == "mm1" else FIGURES
    line = {
        "peer": peer,
        "version": version,
        "model": task.model,
        "replications": task.replications,
        "days": task.days,
        "orders": int(sum(day[0] for day in days)),
        "simulated": simulated,
        "seconds": seconds,
    }
    for i, name in enumerate(figures, start=1):
        line[name], line[name + "_se"] = mean(days, i)
    print(json.dumps(line))


def mean(days, figure):
    """The mean over all scored orders, and its standard error from the scatter of the days' means."""
    total = sum(day[figure] for day in days) / sum(day[0] for day in days)
    scatter = sum((day[figure] / day[0] - total) ** 2 for day in days)
    n = len(days)
    return float(total), float(math.sqrt(scatter / (n - 1) / n))
