"""Makes the tables of the scenario: `python3 scenarios/us-next-day/generator NETWORK_DATA`.

NETWORK_DATA is the folder with us_cities.csv and us_facilities.json (see ../SOURCES.md). Standard library only, no
randomness: the same data give the same tables, byte for byte. With `--check` nothing is written; the exit code says
whether the tables, and the lists of zones in scenario.toml, are what this generator makes.

With `--peak` it is ../../us-peak: the same network, with hands and vehicles for the weeks before Christmas.
"""

import csv
import io
import math
import pathlib
import sys
import tomllib

sys.dont_write_bytecode = True  # leave no __pycache__ beside the tables

import lanes as lane_rules
import places
import sizing

FOLDER = pathlib.Path(__file__).resolve().parent.parent
PEAK_FOLDER = FOLDER.parent / "us-peak"
PEAK_FACTOR = 1.6            # orders a day in December, over those of the rest of the year
PEAK_VAN_ROOM = 1.15         # hired vans: what a heavy day leaves behind would miss the feast
STAGE_HOURS = {"fulfilment-centre": sizing.PICK_HOURS + sizing.TOTE_HOURS + sizing.PACK_HOURS + 0.2,
               "sort-centre": 0.42, "delivery-station": 0.34}
VAN_ROOM, SAME_DAY_ROOM, TRUCK_ROOM = 1.04, 1.25, 1.05   # room over the fullest departure of the mean week
SPARE_TRUCK = 1000           # room on lanes that carry nothing while every order is sourced from its nearest centre
PARCEL_CARRIER_ZONES = 6e5   # stations with fewer people, far from any fulfilment centre, go by a parcel carrier


class Model:
    """Places and lanes, and which zones each level can serve."""

    def __init__(self, data):
        self.zones = places.read_zones(data / "us_cities.csv")
        self.centres, self.sort_centres = places.read_sites(data / "us_facilities.json")
        self.stations = places.found_stations(self.zones)
        self.carrier_stations = {station.name for station in self.stations if self.is_remote(station)}
        self.lanes = self.make_lanes()
        graph = lane_rules.Graph(self.lanes, STAGE_HOURS)
        self.routes = {level: self.nearest(graph, level) for level in sizing.WANTED}
        self.same_day = {zone.name for zone in self.zones if zone.name in self.routes["same-day"]}
        self.next_day = {zone.name for zone in self.zones if self.next_day_works(zone)}

    def is_remote(self, station):
        """Far from any fulfilment centre and small."""
        people = sum(zone.population for zone in station.zones)
        return people < PARCEL_CARRIER_ZONES and all(places.distance_km(centre, station) > 200 for centre in self.centres)

    def make_lanes(self):
        """All lanes, sorted by start and end."""
        lanes = []
        for centre in self.centres:
            lanes += lane_rules.outbound_of_centre(centre, self.stations, self.sort_centres)
        for station in self.stations:
            lanes += lane_rules.inbound_of_station(station, self.sort_centres)
            lanes += lane_rules.last_legs(station, station.name in self.carrier_stations)
        return sorted(lanes, key=lambda lane: (lane.start.kind != "fulfilment-centre", lane.start.kind != "sort-centre",
                                               lane.start.name, lane.end.kind == "zone", lane.end.name))

    def nearest(self, graph, level):
        """zone name -> (planned hours, origin, lanes): the fulfilment centre of least planned time."""
        best = {}
        for centre in self.centres:
            for name, (time, path) in graph.paths(centre, level).items():
                if name not in best or (time, centre.name) < (best[name][0], best[name][1].name):
                    best[name] = (time, centre, path)
        return best

    def walk(self, zone, level, ready):
        """When an order that is ready at an hour of New York is planned at the door; calls back per lane."""
        _, _, path = self.routes[level][zone.name]
        steps = []
        for lane in path:
            leave = lane.next_departure(ready)
            steps.append((lane, ready, leave))
            ready = leave + lane.transit + STAGE_HOURS.get(lane.end.kind, 0.0)
        return leave + lane.planned, steps

    def next_day_works(self, zone):
        """Whether an order of a Tuesday's cutoff, ready two hours later, makes Wednesday's route with half an hour to spare."""
        if zone.name not in self.routes["next-day"]:
            return False
        placed = 24 + sizing.CUTOFF["next-day"] - 5 - zone.offset
        _, steps = self.walk(zone, "next-day", placed + 2.0)
        leave = steps[-1][2] + 5 + zone.offset
        return leave <= 48 + 9 and steps[-1][1] + 0.5 <= steps[-1][2] - steps[-1][0].load_lead


class Sized:
    """Flows of a mean week and what they need."""

    def __init__(self, model, van_room):
        self.model = model
        self.van_room = van_room
        inflow = {centre.name: [0.0] * sizing.BINS for centre in model.centres}
        orders = []
        for zone, level, placed, count in sizing.placements(model.zones, model.same_day, model.next_day):
            centre = model.routes[level][zone.name][1]
            step = int(round(placed / sizing.STEP)) % sizing.BINS
            inflow[centre.name][step] += count
            orders.append((zone, level, step, count, centre))
        self.crews = {centre.name: sizing.size_crew(inflow[centre.name], sizing.is_deep(centre), centre.offset)
                      for centre in model.centres}
        self.arrivals = {}
        self.levels = dict.fromkeys(sizing.WANTED, 0.0)
        for zone, level, step, count, centre in orders:
            self.levels[level] += count
            self.follow(zone, level, step, count, centre)
        self.set_capacities()

    def follow(self, zone, level, step, count, centre):
        """One quarter hour of orders of one zone and level through its lanes."""
        shift = int((-5 - centre.offset) / sizing.STEP)
        wait = self.crews[centre.name][3][(step - shift) % sizing.BINS]
        ready = step * sizing.STEP + wait + STAGE_HOURS["fulfilment-centre"]
        _, steps = self.model.walk(zone, level, ready)
        for lane, _, leave in steps:
            key = round(leave * 4) % sizing.BINS
            lane.loads[key] = lane.loads.get(key, 0.0) + count
            if lane.end.kind != "zone":
                bins = self.arrivals.setdefault(lane.end.name, {})
                key = int((leave + lane.transit) * 4) % sizing.BINS
                bins[key] = bins.get(key, 0.0) + count

    def set_capacities(self):
        """Vehicles for the fullest departure of the mean week: trucks with air, vans by the route."""
        for lane in self.model.lanes:
            if not lane.loads:
                lane.capacity = SPARE_TRUCK
            elif lane.mode == "van" and lane.start.kind == "delivery-station":
                lane.capacity = math.ceil(max(lane.loads.values()) * self.van_room / 10) * 10
            elif lane.mode == "van":
                lane.capacity = math.ceil(max(lane.loads.values()) * SAME_DAY_ROOM / 10) * 10
            else:
                lane.capacity = sizing.vehicle(max(lane.loads.values()) * TRUCK_ROOM)

    def busiest(self, name, span):
        """The greatest number of parcels that arrive within `span` hours."""
        bins = self.arrivals.get(name, {})
        width = int(span / sizing.STEP)
        return max((sum(bins.get((start + k) % sizing.BINS, 0.0) for k in range(width)) for start in range(sizing.BINS)), default=0.0)


def stage_rows(model, sized, peak):
    """stages.csv. In the peak buildings are closed on holidays."""
    workdays = "workdays" if peak else ""
    for centre in model.centres:
        rate, weekend, local, _ = sized.crews[centre.name]
        deep = sizing.is_deep(centre)
        yield [centre.name, "pick", sizing.staffing(rate * 1.06, weekend * 1.06, sizing.PICK_HOURS, deep), "",
               "lognormal(mean=1min, cv=0.5)", workdays]
        yield [centre.name, "tote", "unlimited", "", "lognormal(median=30min, p95=50min)", ""]
        yield [centre.name, "pack", sizing.staffing(rate, weekend, sizing.PACK_HOURS, deep), "",
               "lognormal(mean=2.2min, cv=0.25)", workdays]
        peak = max(local) / sizing.STEP
        yield [centre.name, "sort", "", f"{throughput(peak / 0.8)}/h", "lognormal(median=10min, p95=20min)", ""]
    for centre in model.sort_centres:
        peak = sized.busiest(centre.name, 1.0)
        yield [centre.name, "sort", "", f"{throughput(peak / 0.8)}/h", "lognormal(median=25min, p95=40min)", ""]
    for station in model.stations:
        rate = sized.busiest(station.name, 2.0) / 1.5   # the fullest two hours of arrivals are through in an hour and a half
        yield [station.name, "sort", "", f"{throughput(rate)}/h", "lognormal(median=20min, p95=35min)", "station-night"]


def throughput(per_hour):
    """A sorter's rate: steps of a tenth of its size, at least 150 an hour."""
    step = 50 if per_hour < 2000 else 250
    return max(150, math.ceil(per_hour / step) * step)


def table(header, rows):
    """CSV text; cells of numbers and text as they are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def duration(time):
    """"45min" or "1h 30min" of hours."""
    minutes = round(time * 60)
    return f"{minutes // 60}h" if minutes % 60 == 0 and minutes else f"{minutes}min"


def tables(model, sized, peak):
    """File name -> content."""
    every_day = "workdays" if peak else ""
    facilities = [[place.name, place.kind, place.lat, place.lon, place.time_zone]
                  for place in model.centres + model.sort_centres + model.stations]
    zones = [[zone.name, zone.population, zone.lat, zone.lon, zone.time_zone,
              "mon-sat" if zone.station.name in model.carrier_stations else every_day] for zone in model.zones]
    lanes = [[lane.start.name, lane.end.name, lane.mode, lane.carrier, lane.departures, duration(lane.load_lead),
              lane.capacity, lane.spread, "" if lane.mode == "van" else "exponential(mean=8min)", " ".join(lane.levels)]
             for lane in model.lanes]
    return {
        "facilities.csv": table(["name", "kind", "lat", "lon", "time_zone"], facilities),
        "stages.csv": table(["facility", "stage", "servers", "throughput", "service", "calendar"], stage_rows(model, sized, peak)),
        "lanes.csv": table(["from", "to", "mode", "carrier", "departures", "load_lead", "capacity", "spread", "delay",
                            "service_levels"], lanes),
        "zones.csv": table(["name", "weight", "lat", "lon", "time_zone", "delivery_calendar"], zones),
    }


def faults(model, content, folder):
    """What differs between the folder and what this generator makes."""
    found = [name for name, text in content.items() if (folder / name).read_text(encoding="utf-8") != text]
    levels = tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))["service_levels"]
    listed = {level["name"]: level.get("zones") for level in levels}
    for name, zones in (("same-day", model.same_day), ("next-day", model.next_day)):
        if set(listed[name] or []) != zones:
            found.append(f"scenario.toml: zones of {name} should be {sorted(zones)}")
    return found


def main(arguments):
    """Writes or checks the tables."""
    model = Model(pathlib.Path([word for word in arguments if not word.startswith("--")][0]))
    peak = "--peak" in arguments
    folder = PEAK_FOLDER if peak else FOLDER
    if peak:
        sizing.ORDERS_PER_DAY *= PEAK_FACTOR
    sized = Sized(model, PEAK_VAN_ROOM if peak else VAN_ROOM)
    content = tables(model, sized, peak)
    if "--check" not in arguments:
        for name, text in content.items():
            (folder / name).write_text(text, encoding="utf-8")
    wrong = faults(model, content, folder)
    print("\n".join(wrong) or "tables and zone lists agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
