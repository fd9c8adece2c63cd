"""How much of everything: expected flows of a mean week through the network, and the capacity they ask for.

A fluid calculation, not a simulation: orders of a quarter of an hour move together, queues are expected work over
capacity, and nothing is random. What randomness does to a network sized so is the question for `leadtime run`.
"""

import math

from places import DEEP

ORDERS_PER_DAY = 100_000
# science: hour shares of an online shop (percent, 0 h to 23 h), reshaped so that 40 % fall between 18 h and 21 h.
HOURS = [2.4, 1.2, .5, .2, .2, .2, .4, 1.2, 3.0, 5.1, 6.4, 6.9, 5.9, 6.9, 6.8, 5.9, 6.5, 6.2, 5.5, 5.9, 6.3, 6.4, 5.6, 4.2]
EVENING = range(18, 21)
EVENING_SHARE = 0.40
WEEKDAYS = [16.0, 15.2, 15.5, 15.1, 15.1, 10.6, 12.4]
WANTED = {"same-day": 0.15, "next-day": 0.50, "two-day": 0.35}
CUTOFF = {"same-day": 13.0, "next-day": 20.0, "two-day": 24.0}

PICK_HOURS, PACK_HOURS, TOTE_HOURS = 1.0 / 60, 2.2 / 60, 32.0 / 60
WAIT_AT_CUTOFF = 1.5   # hours that an order of the next-day cutoff may wait for hands in the mean week
UTILISATION = 0.88     # of the crew on the heaviest day of the mean week
STEP = 0.25
WEEK = 168
BINS = int(WEEK / STEP)
VAN_SIZES = [60, 100, 150, 200, 250, 300, 400, 500, 600, 750, 900, 1100, 1300, 1600, 2000, 2500, 3000, 4000, 5000, 6500, 8000]


def evening_profile():
    """24 shares in percent: the given evening share, the rest as the shop's."""
    inside = sum(HOURS[h] for h in EVENING)
    outside = sum(HOURS) - inside
    return [round(100 * (EVENING_SHARE * HOURS[h] / inside if h in EVENING else (1 - EVENING_SHARE) * HOURS[h] / outside), 2)
            for h in range(24)]


def level_of(wanted, hour, zone, same_day, next_day):
    """The level that a wish becomes at a local hour: what is closed falls to the next slower open one."""
    levels = ["same-day", "next-day", "two-day"]
    for level in levels[levels.index(wanted):]:
        eligible = {"same-day": zone.name in same_day, "next-day": zone.name in next_day, "two-day": True}[level]
        if eligible and hour < CUTOFF[level]:
            return level
    return "two-day"


def placements(zones, same_day, next_day):
    """(zone, level, hour of the week in New York, expected orders) of a mean week."""
    profile = evening_profile()
    total = sum(zone.population for zone in zones)
    for zone in zones:
        weekly = ORDERS_PER_DAY * 7 * zone.population / total
        for step in range(BINS):
            local = step * STEP
            day, hour = int(local // 24), local % 24
            orders = weekly * WEEKDAYS[day] / sum(WEEKDAYS) * profile[int(hour)] / sum(profile) * STEP
            for wanted, share in WANTED.items():
                yield zone, level_of(wanted, hour, zone, same_day, next_day), local - 5 - zone.offset, orders * share


def crew(rate, weekend, deep):
    """Capacity per hour of the local week (in quarter hours) of a crew of `rate` orders an hour and a weekend crew."""
    capacity = []
    for step in range(BINS):
        local = step * STEP
        day, hour = int(local // 24), local % 24
        base = weekend if day >= 5 else rate
        on = (6 <= hour < 14.5) + (15 <= hour < 23.5) + (17.5 <= hour < 22.0) * flex(deep)
        capacity.append(base * on * STEP)
    return capacity


def flex(deep):
    """Extra evening crew as a share of the shift crew: a metro centre has its whole day before the next-day cutoff."""
    return 0.6 if deep else 1.0


def waits(inflow, capacity):
    """Hours until a quarter hour's orders are served, first in first out, in the second of two equal weeks."""
    steps = 3 * BINS
    arrived, served = [0.0], [0.0]
    for step in range(steps):
        arrived.append(arrived[-1] + (inflow[step % BINS] if step < 2 * BINS else 0.0))
        served.append(min(arrived[-1], served[-1] + capacity[step % BINS]))
    result, at = [], 0
    for step in range(BINS, 2 * BINS):
        while at < steps - 1 and served[at + 1] < arrived[step + 1] - 1e-6:
            at += 1
        result.append(max(0.0, (at - step) * STEP))
    return result


def size_crew(inflow, deep, offset):
    """The smallest crew that keeps the utilisation rule, and at the next-day cutoff the way to the last truck."""
    shift = int((-5 - offset) / STEP)
    local = [inflow[(step + shift) % BINS] for step in range(BINS)]
    days = [sum(local[96 * day:96 * day + 96]) for day in range(7)]
    hours_on = 17 + 4.5 * flex(deep)
    rate = max(days[:5]) / hours_on / UTILISATION
    weekend = max(days[5:]) / hours_on / UTILISATION
    at_cutoff = [96 * day + 4 * 20 - 1 for day in range(7)]
    while True:
        waiting = waits(local, crew(rate, weekend, deep))
        weekday_bad = max(waiting[step] for step in at_cutoff[:5]) > WAIT_AT_CUTOFF
        weekend_bad = max(waiting[step] for step in at_cutoff[5:]) > WAIT_AT_CUTOFF
        if not weekday_bad and not weekend_bad:
            return rate, weekend, local, waiting
        rate *= 1.02 if weekday_bad else 1.0
        weekend *= 1.02 if weekend_bad else 1.0


def servers(rate, work):
    """Whole servers for a rate of orders an hour."""
    return max(1, math.ceil(rate * work - 0.15))


def staffing(rate, weekend, work, deep):
    """The text of the staffing cell."""
    parts = []
    for days, value in (("mon-fri", rate), ("sat-sun", weekend)):
        shift = servers(value, work)
        extra = max(1, round(shift * flex(deep)))
        parts += [f"{shift} @ {days} 06:00-14:30", f"{shift} @ {days} 15:00-23:30", f"{extra} @ {days} 17:30-22:00"]
    return "; ".join(parts)


def vehicle(load, sizes=VAN_SIZES):
    """The smallest size that takes the load, and half of the greatest at a time beyond."""
    for size in sizes:
        if load <= size:
            return size
    return math.ceil(load / 1000) * 1000


def is_deep(centre):
    """Whether a fulfilment centre holds the deep stock."""
    return centre.name in DEEP
