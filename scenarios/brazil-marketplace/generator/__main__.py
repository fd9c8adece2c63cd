"""Makes the scenario from the order log: `python3 scenarios/brazil-marketplace/generator ORDERS`.

ORDERS is the log's table of orders (see ../SOURCES.md). Rewrites the CSV tables beside this folder and the marked blocks
of scenario.toml and README.md; nothing else decides a number of the scenario. Standard library only, no randomness: the
same log gives the same bytes. With `--check` nothing is written; the exit code says whether the files are what this
generator makes. What is computed and why is said in docs/methods/brazil-marketplace.md.
"""

import csv
import io
import statistics
import sys
from collections import Counter
from datetime import date
from pathlib import Path

sys.dont_write_bytecode = True  # leave no __pycache__ beside the tables

from orders import ORIGIN_OF, ORIGINS, Log, read
from pooling import Pools, quantile_table
from shocks import ar1
from states import ORIGIN_CENTRES, STATES

FOLDER = Path(__file__).resolve().parent.parent
RECENT = (date(2017, 7, 1), date(2017, 12, 31))
"""The days that stand for "now": by then volume and quotes had settled (the mean quote fell from 40 to 24 days in spring)."""


def main() -> int:
    check = "--check" in sys.argv
    (log,) = [argument for argument in sys.argv[1:] if argument != "--check"]
    stale = {name: text for name, text in files(read(log)).items() if text != present(name)}
    for name, text in stale.items():
        print(f"{name} is not what the log gives" if check else f"{name} rewritten")
        if not check:
            (FOLDER / name).write_text(text, "utf-8", newline="\n")
    return 1 if check and stale else 0


def present(name: str) -> str | None:
    """What the file says now."""
    return (FOLDER / name).read_text("utf-8") if (FOLDER / name).exists() else None


def files(log: Log) -> dict[str, str]:
    """Every file that the log decides, by name."""
    pools = Pools(log.delivered)
    lanes = [lane(pools, origin, zone) for origin in ORIGINS for zone in STATES]
    scenario = {"demand": demand(log), "service levels": service_levels(log), "shocks": week_shocks(log)}
    readme = {"the log": log_counts(log), "orders per lane": lane_matrix(lanes), "on time in the log": on_time(log)}
    return {
        **lane_tables(lanes),
        "zones.csv": zones(log),
        "facilities.csv": facilities(),
        "stages.csv": stages(log),
        "scenario.toml": filled("scenario.toml", scenario),
        "README.md": filled("README.md", readme),
    }


# Lanes ---------------------------------------------------------------------------------------------------------------


def lane(pools: Pools, origin: str, zone: str) -> dict:
    """One lane: its transit table, where that comes from, and the padding over the planned lead time."""
    source, members = pools.pool(origin, zone)
    recent = [order for order in members if RECENT[0] <= order.purchase.date() <= RECENT[1]]
    planned = handling_median(pools, origin) + statistics.median(order.transit for order in members)
    return {
        "origin": origin,
        "zone": zone,
        "n": len(pools.lane(origin, zone)),
        "table": source,
        "n_table": len(members),
        "transit": quantile_table(order.transit for order in members),
        "padding": round(statistics.median(order.quote for order in recent) - planned),
    }


def handling_median(pools: Pools, origin: str) -> float:
    """Median handling of a seller region."""
    return statistics.median(order.handling for zone in STATES for order in pools.lane(origin, zone))


def lane_tables(lanes: list[dict]) -> dict[str, str]:
    """Lanes, who sources what, the paddings, and where each table comes from: one row per (seller region, state) in each."""
    sellers, zone, level = (lambda x: f"sellers-{x['origin']}"), (lambda x: x["zone"]), (lambda x: f"from-{x['origin']}")
    columns = ["origin", "zone", "n", "table", "n_table"]
    return {
        "lanes.csv": table(["from", "to", "transit"], [[sellers(x), zone(x), x["transit"]] for x in lanes]),
        "sourcing.csv": table(["zone", "facility", "service_level"], [[zone(x), sellers(x), level(x)] for x in lanes]),
        "paddings.csv": table(["service_level", "zone", "padding"], [[level(x), zone(x), f"{x['padding']}d"] for x in lanes]),
        "calibration.csv": table(columns, [[x[column] for column in columns] for x in lanes]),
    }


# Nodes ---------------------------------------------------------------------------------------------------------------


def zones(log: Log) -> str:
    """The states; the weight is the number of orders in the log."""
    orders = Counter(log.customer_states)
    return table(["name", "weight", "lat", "lon"], [[name, orders[name], lat, lon] for name, (lat, lon) in STATES.items()])


def facilities() -> str:
    """The seller regions."""
    rows = [[f"sellers-{origin}", "fulfilment-centre", *ORIGIN_CENTRES[origin]] for origin in ORIGINS]
    return table(["name", "kind", "lat", "lon"], rows)


def stages(log: Log) -> str:
    """One stage per seller region: handling, as many orders at once as there are (every seller has hands of their own)."""
    handling = {origin: [order.handling for order in log.delivered if order.origin == origin] for origin in ORIGINS}
    rows = [[f"sellers-{origin}", "handling", "unlimited", quantile_table(handling[origin])] for origin in ORIGINS]
    return table(["facility", "stage", "servers", "service"], rows)


# scenario.toml -------------------------------------------------------------------------------------------------------


def demand(log: Log) -> str:
    """Rate of the recent months, shares per clock hour and weekday of all orders, in percent."""
    days = (RECENT[1] - RECENT[0]).days + 1
    recent = sum(RECENT[0] <= instant.date() <= RECENT[1] for instant in log.purchases)
    hours = percentages(Counter(instant.hour for instant in log.purchases), 24)
    weekdays = percentages(Counter(instant.weekday() for instant in log.purchases), 7)
    return (
        f'[demand.poisson]\nrate = "{recent / days:.0f}/d"\nprofile = "checkout"\n\n'
        f"[profiles.checkout]\nhours = [{hours}]\nweekdays = [{weekdays}]"
    )


def percentages(counts: Counter, length: int) -> str:
    return ", ".join(f"{100 * counts[i] / counts.total():.2f}" for i in range(length))


def service_levels(log: Log) -> str:
    """One service level per seller region, wanted as often as its sellers are bought from."""
    orders = Counter(ORIGIN_OF[state] for state in log.seller_states if state)
    return "\n\n".join(
        f'[[service_levels]]\nname = "from-{origin}"\nshare = {orders[origin] / orders.total():.3f}\n'
        'promise.plan = {}\nrounding = "end-of-day"\ntarget = 0.95'
        for origin in ORIGINS
    )


def week_shocks(log: Log) -> str:
    """The weekly factors on transit and handling."""
    laws = {
        "carriers": ("transit", ar1(log.delivered, lambda o: o.transit, lambda o: (o.origin, o.zone), lambda o: o.hand_over)),
        "sellers": ("service-time", ar1(log.delivered, lambda o: o.handling, lambda o: o.origin, lambda o: o.purchase)),
    }
    return "\n\n".join(
        f'[[shocks]]\nname = "{name}"\ntarget = "{target}"\nscope = "shared"\ngrain = "week"\n'
        f'law = "ar1(sigma={sigma:.2f}, phi={phi:.2f})"'
        for name, (target, (sigma, phi)) in laws.items()
    )


# README.md -----------------------------------------------------------------------------------------------------------


def log_counts(log: Log) -> str:
    """What was read and what was left out."""
    left_out = "".join(f"\n- left out, {reason}: {n:,}" for reason, n in log.left_out.items() if n)
    first, last = min(log.purchases), max(log.purchases)
    return (
        f"- orders in the log: {len(log.purchases):,}, placed {first:%Y-%m-%d} to {last:%Y-%m-%d}\n"
        f"- delivered, with a known lane: {len(log.delivered):,}{left_out}"
    )


def lane_matrix(lanes: list[dict]) -> str:
    """Delivered orders per lane, and the table each lane takes."""
    marks = {"lane": "", "region lane": " r", "destination": " d", "destination region": " dr", "all": " a"}
    cells = {(x["zone"], x["origin"]): f"{x['n']}{marks[x['table']]}" for x in lanes}
    head = f"| to | {' | '.join(f'from {origin}' for origin in ORIGINS)} |\n|---|{'---:|' * len(ORIGINS)}\n"
    return head + "\n".join(f"| {zone} | {' | '.join(cells[zone, origin] for origin in ORIGINS)} |" for zone in STATES)


def on_time(log: Log) -> str:
    """The log's own curve: share delivered by the end of the promised day, at shifts of the promise."""
    days_late = [(order.delivered.date() - order.promised).days for order in log.delivered]
    shifts = range(-15, 16, 3)
    shares = [100 * sum(late <= shift for late in days_late) / len(days_late) for shift in shifts]
    head = " | ".join(f"{shift:+d} d" if shift else "as given" for shift in shifts)
    rule = "---:|" * len(shifts)
    return f"| {head} |\n|{rule}\n| {' | '.join(f'{share:.1f} %' for share in shares)} |"


# Files ---------------------------------------------------------------------------------------------------------------


def table(header: list[str], rows: list[list]) -> str:
    """A CSV table as text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def filled(name: str, blocks: dict[str, str]) -> str:
    """A file with what stands between `computed: BLOCK` and `end of computed: BLOCK` replaced."""
    lines = present(name).split("\n")
    for block, text in blocks.items():
        start = next(i for i, line in enumerate(lines) if f"computed: {block}" in line)
        end = next(i for i, line in enumerate(lines) if f"end of computed: {block}" in line)
        lines[start + 1 : end] = text.split("\n")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
