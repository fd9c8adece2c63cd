"""Which places are connected, when vehicles leave, and the planned way of an order through it all."""

import heapq
from dataclasses import dataclass, field

from places import DEEP, distance_km

# The [modes] of scenario.toml: (km/h, detour, fixed hours).
MODES = {"truck": (80.0, 1.2, 0.5), "shuttle": (60.0, 1.25, 1 / 3), "van": (50.0, 1.3, 1 / 3)}

DIRECT_KM = 130          # a fulfilment centre feeds stations this near without a sort centre
SAME_DAY_KM = 65         # and its own same-day vans reach this far
OVERNIGHT_KM = 300       # a metro centre's trucks to sort centres
DEEP_KM = 1200           # a deep-stock centre's trucks to sort centres
TWO_DAY_ONLY_KM = 450    # beyond this no next-day order can make it
FEEDERS = 2              # sort centres per station

FC_SORT = 0.75           # hours of load lead at a fulfilment centre: closing, strapping, checking
SC_SORT = 0.5            # hours of planned work in a sort centre
STATION_IN = 6.0         # stations want their last truck planned in by 06:00
DAY_ROUTE = ("09:00", 0.75, "9h 30min")       # departure, sort cutoff before it, hours on the road
SAME_DAY_ROUTES = ("10:00 16:45", 0.5, "4h")


@dataclass
class Lane:
    """A row of lanes.csv; times are hours, departures clock times at `start`."""
    start: object
    end: object
    mode: str
    departures: str
    load_lead: float
    levels: tuple
    carrier: str
    spread: str = ""
    capacity: int = 0
    loads: dict = field(default_factory=dict)

    @property
    def km(self):
        """Great-circle distance."""
        return distance_km(self.start, self.end)

    @property
    def transit(self):
        """Mean hours on the road."""
        speed, detour, fixed = MODES[self.mode]
        return fixed + detour * self.km / speed

    @property
    def planned(self):
        """Planned hours, with half of the spread."""
        return self.transit + hours(self.spread) / 2

    def clocks(self):
        """Departure times of day at `start`, in hours."""
        words = self.departures.split()
        return sorted(clock(word) for word in words[1:])

    def days(self):
        """Weekdays on which it runs, Monday 0."""
        return range(6) if self.departures.startswith("mon-sat") else range(7)

    def next_departure(self, ready):
        """The first departure whose critical pull time is at or after `ready`; both in hours of New York."""
        shift = -5 - self.start.offset
        best = None
        local = ready - shift
        day = int(local // 24)
        while best is None:
            for time in self.clocks():
                leave = 24 * day + time
                if day % 7 in self.days() and leave - self.load_lead >= local - 1e-9 and (best is None or leave < best):
                    best = leave
            day += 1
        return best + shift


def clock(word):
    """Hours of "HH:MM"."""
    return int(word[:2]) + int(word[3:]) / 60


def text(time):
    """"HH:MM" of hours."""
    minutes = round(time * 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def hours(duration):
    """Hours of "9h 30min"."""
    total = 0.0
    for word in duration.split():
        total += float(word[:-1]) if word.endswith("h") else float(word[:-3]) / 60
    return total


def quarter_before(time):
    """The last quarter of an hour not after."""
    return (time * 4 // 1) / 4


def truck(start, end, departures, lead, levels):
    """A lane with a mode by distance."""
    lane = Lane(start, end, "truck", departures, lead, levels, "linehaul")
    if lane.km <= DIRECT_KM:
        lane.mode = "shuttle"
    return lane


def outbound_of_centre(centre, stations, sort_centres):
    """Trucks of one fulfilment centre."""
    deep = centre.name in DEEP
    near = ("next-day", "two-day") if deep else ("next-day",)
    lanes = []
    for station in stations:
        if distance_km(centre, station) <= DIRECT_KM:
            lanes.append(truck(centre, station, "daily 00:30 03:30 19:00 22:30", FC_SORT, near))
    times = "daily 09:30 13:30 18:30 21:00 23:00" if deep else "daily 13:30 18:30 21:00 23:00"
    nearest = min(distance_km(centre, sort_centre) for sort_centre in sort_centres)
    for sort_centre in sort_centres:
        km = distance_km(centre, sort_centre)
        if km <= TWO_DAY_ONLY_KM and (km <= OVERNIGHT_KM or km == nearest or deep):
            lanes.append(truck(centre, sort_centre, times, FC_SORT, near))
        elif deep and km <= DEEP_KM:
            lanes.append(truck(centre, sort_centre, "daily 09:30 13:30 19:30 23:00", FC_SORT, ("two-day",)))
    for station in stations:
        for zone in station.zones:
            if distance_km(centre, zone) <= SAME_DAY_KM:
                times, lead, spread = SAME_DAY_ROUTES
                lanes.append(Lane(centre, zone, "van", f"daily {times}", lead, ("same-day",), "own vans", spread))
    return lanes


def inbound_of_station(station, sort_centres):
    """Trucks from the nearest sort centres, timed so that the last is planned in when the station wants it."""
    lanes = []
    feeders = sorted(sort_centres, key=lambda centre: (distance_km(centre, station), centre.name))[:FEEDERS]
    for feeder in feeders:
        lane = truck(feeder, station, "daily 12:00", SC_SORT, ("next-day", "two-day"))
        last = quarter_before(STATION_IN - lane.transit * 1.08 - station.offset + feeder.offset)
        times = sorted({text(last), text(last - 2.5), text(last - 9)})
        lane.departures = "daily " + " ".join(times)
        lanes.append(lane)
    return lanes


def last_legs(station, parcel_carrier):
    """Day routes of a station; where a parcel carrier delivers, not on Sundays."""
    time, lead, spread = DAY_ROUTE
    days, carrier = ("mon-sat", "parcel carrier") if parcel_carrier else ("daily", "own vans")
    return [Lane(station, zone, "van", f"{days} {time}", lead, ("next-day", "two-day"), carrier, spread)
            for zone in station.zones]


class Graph:
    """Least planned time over the lanes that a level may use."""

    def __init__(self, lanes, stage_hours):
        self.out = {}
        self.stage_hours = stage_hours
        for lane in lanes:
            self.out.setdefault(lane.start.name, []).append(lane)

    def paths(self, origin, level):
        """From one fulfilment centre: zone name -> (planned hours, lanes)."""
        queue = [(self.stage_hours[origin.kind], origin.name, ())]
        done = {}
        zones = {}
        while queue:
            time, name, path = heapq.heappop(queue)
            if name in done:
                continue
            done[name] = True
            if path and path[-1].end.kind == "zone":
                zones[name] = (time, path)
            for lane in self.out.get(name, []):
                if level in lane.levels and lane.end.name not in done:
                    work = self.stage_hours.get(lane.end.kind, 0.0)
                    heapq.heappush(queue, (time + lane.planned + work, lane.end.name, _Path(path + (lane,))))
        return zones


class _Path(tuple):
    """A tuple that never decides a tie in the heap."""

    def __lt__(self, other):
        return False
