"""The reference network for SimPy: a generator per order, a Resource per stage, an event per departure."""

import gc
import random

import simpy

from task import PROMISE, SERVERS, TRUCK_EVERY, WARM_UP_DAYS, lognormal, main

PICK = lognormal(4.25, 0.5)
PACK = lognormal(3.2, 0.5)


class Network:
    """Two stages at the fulfilment centre, a truck every two hours, a delivery station."""

    def __init__(self, task, seed):
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        pick, pack, station = SERVERS[task.model]
        self.pick = simpy.Resource(self.env, capacity=pick)
        self.pack = simpy.Resource(self.env, capacity=pack)
        self.station = simpy.Resource(self.env, capacity=station)
        self.truck = self.env.event()
        self.day = task.day
        self.days = [[0] + [0.0] * 5 for _ in range(task.days)]
        self.completed = 0
        self.env.process(self.demand())
        self.env.process(self.trucks())

    def demand(self):
        """Customers: a Poisson stream of orders."""
        env, gap = self.env, self.random.expovariate
        while True:
            yield env.timeout(gap(10.0))
            env.process(self.order())

    def trucks(self):
        """Each departure takes all that waits for it."""
        while True:
            yield self.env.timeout(TRUCK_EVERY)
            departed, self.truck = self.truck, self.env.event()
            departed.succeed()

    def order(self):
        """An order from placement to delivery."""
        env, draw = self.env, self.random
        placed = env.now
        with self.pick.request() as picker:
            yield picker
            wait_pick = env.now - placed
            yield env.timeout(draw.lognormvariate(*PICK))
        picked = env.now
        with self.pack.request() as packer:
            yield packer
            wait_pack = env.now - picked
            yield env.timeout(draw.lognormvariate(*PACK))
        yield self.truck
        yield env.timeout(draw.gammavariate(16.0, 30.0))
        arrived = env.now
        with self.station.request() as place:
            yield place
            wait_station = env.now - arrived
            yield env.timeout(draw.gammavariate(4.0, 1.25))
        self.deliver(placed, wait_pick, wait_pack, wait_station)

    def deliver(self, placed, *waits):
        self.completed += 1
        day = int(placed // self.day) - WARM_UP_DAYS
        if 0 <= day < len(self.days):
            lead = self.env.now - placed
            sums = self.days[day]
            sums[0] += 1
            sums[1] += lead
            sums[2] += lead <= PROMISE
            sums[3] += waits[0]
            sums[4] += waits[1]
            sums[5] += waits[2]


class Queue:
    """The M/M/1."""

    def __init__(self, task, seed):
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.server = simpy.Resource(self.env, capacity=1)
        self.day = task.day
        self.days = [[0, 0.0] for _ in range(task.days)]
        self.completed = 0
        self.env.process(self.demand())

    def demand(self):
        env, gap = self.env, self.random.expovariate
        while True:
            yield env.timeout(gap(0.8))
            env.process(self.customer())

    def customer(self):
        env = self.env
        came = env.now
        with self.server.request() as server:
            yield server
            wait = env.now - came
            yield env.timeout(self.random.expovariate(1.0))
        self.completed += 1
        day = int(came // self.day) - WARM_UP_DAYS
        if 0 <= day < len(self.days):
            self.days[day][0] += 1
            self.days[day][1] += wait


def simulate(task, seed):
    # SimPy leaves no cycles here: looking for them among thousands of waiting orders costs a tenth and finds nothing
    gc.disable()
    model = Queue(task, seed) if task.model == "mm1" else Network(task, seed)
    model.env.run(until=task.end)
    return model.days, model.completed


if __name__ == "__main__":
    main("SimPy", simpy.__version__, simulate, ("reference", "reference-tight", "mm1"))
