"""Where everything stands: zones are cities, fulfilment and sort centres are listed sites, stations are made up."""

import csv
import json
import math
from dataclasses import dataclass, field

# Cities of the source that are left out: no road from the mainland, or a population and a position that belong to
# two different places of the same name (Henderson, Nevada, stands in Illinois; Fayetteville, North Carolina, in Arkansas).
LEFT_OUT = {"Honolulu", "Urban Honolulu", "Anchorage", "Henderson", "Fayetteville"}
RENAMED = {
    "Nashville-Davidson": "Nashville",
    "Louisville/Jefferson County": "Louisville",
    "Lexington-Fayette urban county": "Lexington",
    "Boise City": "Boise",
}
ZONES = 100

# Fulfilment centres that also hold the deep stock from which two-day orders of a whole region are served.
DEEP = ["ABE2", "ATL7", "CVG1", "MDW4", "DFW7", "DEN2", "ONT6", "OAK4", "BFI1"]
# Fulfilment centres with fast movers only: same-day and next-day orders around one metropolitan area.
METRO = ["BOS9", "JFK8", "BWI0", "CLT4", "TPA2", "MIA1", "CMH1", "DTW1", "MSP1", "STL4", "MEM1", "MCI7", "HOU2", "SAT1",
         "PHX6", "LAX6", "PDX9"]
SORT_CENTRES = ["EWR5", "BWI5", "CLT5", "ATL6", "MCO5", "CVG5", "MKE5", "MCI5", "DFW8", "HOU1", "DEN5", "ONT5",
                "OAK5", "BFI5"]

# Civil time by longitude, with the cities on the wrong side of a meridian named. Hours behind UTC in winter.
OFFSET = {"America/New_York": -5, "America/Chicago": -6, "America/Denver": -7, "America/Phoenix": -7,
          "America/Los_Angeles": -8}
ARIZONA = (31.3, 37.0, -114.8, -109.05)
EASTERN = {"Indianapolis", "Louisville"}
MOUNTAIN = {"El Paso", "Boise"}

STATION_RADIUS_KM = 75.0
REGIONS = {  # prefix of a station's name; the weather shocks go by it
    "NE": "Northeast", "SE": "Southeast", "MW": "Midwest", "SC": "South Central", "MT": "Mountain", "PA": "Pacific",
}


@dataclass
class Place:
    """A node of the network."""
    name: str
    kind: str
    lat: float
    lon: float
    time_zone: str
    population: int = 0
    station: "Place" = None
    zones: list = field(default_factory=list)

    @property
    def offset(self):
        """Hours behind UTC."""
        return OFFSET[self.time_zone]


def distance_km(a, b):
    """Great-circle distance on a sphere of 6371 km."""
    rad = math.pi / 180
    h = (math.sin((b.lat - a.lat) * rad / 2) ** 2
         + math.cos(a.lat * rad) * math.cos(b.lat * rad) * math.sin((b.lon - a.lon) * rad / 2) ** 2)
    return 2 * 6371 * math.asin(math.sqrt(h))


def time_zone(name, lat, lon):
    """The civil time at a place."""
    south, north, west, east = ARIZONA
    if south < lat < north and west < lon < east:
        return "America/Phoenix"
    if name in MOUNTAIN:
        return "America/Denver"
    if name in EASTERN or lon > -85.9:
        return "America/New_York"
    if lon > -101.9:
        return "America/Chicago"
    return "America/Denver" if lon > -114.0 else "America/Los_Angeles"


def region(lat, lon):
    """The weather region of a place."""
    if lon < -114.0:
        return "PA"
    if lon < -103.0:
        return "MT"
    if lat < 37.1 and lon < -91.0:
        return "SC"
    if lat < 36.7 and lon > -91.0:
        return "SE"
    return "NE" if lon > -80.2 else "MW"


def read_zones(path):
    """The most populous cities, largest first."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = [(row["name"].strip(), int(row["pop"]), float(row["lat"]), float(row["lon"]))
                for row in csv.DictReader(file)]
    rows = sorted((row for row in rows if row[0] not in LEFT_OUT), key=lambda row: (-row[1], row[0]))[:ZONES]
    zones = []
    for name, population, lat, lon in rows:
        name = RENAMED.get(name, name)
        zones.append(Place(name, "zone", round(lat, 4), round(lon, 4), time_zone(name, lat, lon), population))
    return zones


def read_sites(path):
    """The chosen fulfilment and sort centres."""
    with open(path, encoding="utf-8") as file:
        sites = {site["name"]: site for site in json.load(file)}

    def place(name, kind):
        site = sites[name]
        return Place(name, kind, round(site["lat"], 4), round(site["lng"], 4), time_zone(name, site["lat"], site["lng"]))

    centres = [place(name, "fulfilment-centre") for name in sorted(DEEP + METRO)]
    return centres, [place(name, "sort-centre") for name in sorted(SORT_CENTRES)]


def found_stations(zones):
    """One station per cluster of cities: a city founds one unless a station stands within the radius."""
    stations = []
    for zone in zones:
        near = [station for station in stations if distance_km(zone, station) <= STATION_RADIUS_KM]
        if near:
            zone.station = min(near, key=lambda station: (distance_km(zone, station), station.name))
        else:
            name = f"{region(zone.lat, zone.lon)}-{zone.name}"
            zone.station = Place(name, "delivery-station", zone.lat, zone.lon, zone.time_zone)
            stations.append(zone.station)
        zone.station.zones.append(zone)
    return sorted(stations, key=lambda station: station.name)
