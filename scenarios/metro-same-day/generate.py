"""Makes the tables of the scenario: `python3 scenarios/metro-same-day/generate.py NETWORK_DATA [--check]`.

NETWORK_DATA is the folder with us_cities.csv and us_facilities.json (see README.md). Standard library only, no
randomness: the same data give the same tables, byte for byte. With `--check` nothing is written; the exit code says
whether the tables are what this script makes.
"""

import csv
import io
import json
import math
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
CITIES = ["Dallas", "Fort Worth", "Arlington", "Plano", "Garland", "Irving", "Grand Prairie", "Mesquite", "McKinney", "Denton",
          "Richardson", "Lewisville"]
CENTRE, RADIUS_KM = (32.8, -97.0), 80       # other cities share these names: the largest one within the radius is meant
SITES = ["DAL3", "DFW7", "FTW1"]
TIME_ZONE = "America/Chicago"

ORDERS_PER_DAY = 20_000
WEEKDAYS = [16.0, 15.2, 15.5, 15.1, 15.1, 10.6, 12.4]
HOURS = [1.75, 0.88, 0.37, 0.15, 0.15, 0.15, 0.29, 0.88, 2.19, 3.73, 4.68, 5.04,
         4.31, 5.04, 4.97, 4.31, 4.75, 4.53, 12.43, 13.33, 14.24, 4.68, 4.09, 3.07]
WANTED = {"same-day": 0.80, "by-morning": 0.10, "next-day": 0.10}

PICK, PACK = 1.6 / 60, 1.3 / 60             # hours of labour per order
# Shifts with the share of a day's orders that their crew could finish per hour.
SHIFTS = [("06:00-14:30", 0.056), ("14:00-22:30", 0.056), ("22:00-06:30", 0.056)]
# Levels that may ride, departures.
MORNING = ("by-morning next-day", "daily 04:15 09:15")
DAY = ("same-day", "daily 09:15 14:15 18:15")
ROOM = 1.14                                 # vans for the fullest wave of the mean Monday, and this much more


def distance_km(a, b):
    """Great-circle distance on a sphere of 6371 km between two (latitude, longitude)."""
    rad = math.pi / 180
    h = (math.sin((b[0] - a[0]) * rad / 2) ** 2
         + math.cos(a[0] * rad) * math.cos(b[0] * rad) * math.sin((b[1] - a[1]) * rad / 2) ** 2)
    return 2 * 6371 * math.asin(math.sqrt(h))


def read_cities(path):
    """name -> (population, position) of the cities of the area."""
    found = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            position = round(float(row["lat"]), 4), round(float(row["lon"]), 4)
            name, population = row["name"].strip(), int(row["pop"])
            if name in CITIES and distance_km(position, CENTRE) < RADIUS_KM and population > found.get(name, (0,))[0]:
                found[name] = (population, position)
    return {name: found[name] for name in CITIES}


def read_sites(path):
    """name -> position of the sites."""
    with open(path, encoding="utf-8") as file:
        sites = {site["name"]: site for site in json.load(file)}
    return {name: (round(sites[name]["lat"], 4), round(sites[name]["lng"], 4)) for name in SITES}


def nearest(cities, sites):
    """city -> site."""
    return {city: min(sites, key=lambda site: (distance_km(sites[site], position), site))
            for city, (_, position) in cities.items()}


def monday():
    """Orders of the heaviest weekday."""
    return ORDERS_PER_DAY * 7 * max(WEEKDAYS) / sum(WEEKDAYS)


def between(start, end):
    """Share of a day's orders placed between two hours."""
    return sum(HOURS[start:end]) / sum(HOURS)


def fullest(levels):
    """Share of a day's orders on the fullest departure of the lanes of these levels."""
    late = between(17, 24)                  # after the same-day cutoff everything but next-day becomes by-morning
    if "same-day" in levels:
        return WANTED["same-day"] * max(between(0, 8), between(8, 13), between(13, 17))
    return late + (1 - WANTED["same-day"]) * between(8, 17)


def staffing(day_orders, work):
    """The text of the staffing cell: weekdays sized for Monday, the weekend for Sunday."""
    parts = []
    for days, factor in (("mon-fri", 1.0), ("sat-sun", WEEKDAYS[6] / WEEKDAYS[0])):
        parts += [f"{max(1, round(day_orders * factor * rate * work))} @ {days} {hours}" for hours, rate in SHIFTS]
    return "; ".join(parts)


def table(header, rows):
    """CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def tables(cities, sites):
    """File name -> content."""
    home = nearest(cities, sites)
    total = sum(population for population, _ in cities.values())
    share = {city: population / total for city, (population, _) in cities.items()}
    stages, lanes = [], []
    for site in SITES:
        orders = monday() * sum(share[city] for city in cities if home[city] == site)
        stages += [[site, "pick", staffing(orders * 1.04, PICK), f"lognormal(mean={PICK * 60:g}min, cv=0.4)"],
                   [site, "pack", staffing(orders, PACK), f"lognormal(mean={PACK * 60:g}min, cv=0.25)"],
                   [site, "stage", "unlimited", "lognormal(median=15min, p95=30min)"]]
        for city in cities:
            for levels, departures in (MORNING, DAY):
                # A site that is not the nearest has a van or two to help out.
                load = monday() * share[city] * fullest(levels) if home[city] == site else 30
                lanes.append([site, city, "van", "own vans", departures, "15min", math.ceil(load * ROOM / 10) * 10, "2h 45min",
                              "exponential(mean=5min)", levels])
    return {
        "facilities.csv": table(["name", "kind", "lat", "lon"], [[site, "fulfilment-centre", *sites[site]] for site in SITES]),
        "stages.csv": table(["facility", "stage", "servers", "service"], stages),
        "lanes.csv": table(["from", "to", "mode", "carrier", "departures", "load_lead", "capacity", "spread", "delay",
                            "service_levels"], lanes),
        "zones.csv": table(["name", "weight", "lat", "lon"],
                           [[city, population, *position] for city, (population, position) in cities.items()]),
    }


def main(arguments):
    """Writes or checks the tables."""
    data = pathlib.Path([word for word in arguments if not word.startswith("--")][0])
    content = tables(read_cities(data / "us_cities.csv"), read_sites(data / "us_facilities.json"))
    if "--check" not in arguments:
        for name, text in content.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    wrong = [name for name, text in content.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    print("\n".join(wrong) or "tables agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
