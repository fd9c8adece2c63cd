"""Make a scenario that replays the order log: `python3 scenarios/brazil-marketplace/generator/replay.py ORDERS FOLDER`,
then `leadtime run FOLDER`.

FOLDER gets `replay.toml` as its scenario.toml, the scenario's tables, and the log's delivered orders with a known
lane as `orders.csv`. It holds rows of the log: keep it out of any repository (SOURCES.md).
"""

import csv
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # leave no __pycache__ beside the tables

from orders import read

SCENARIO = Path(__file__).resolve().parent.parent
TABLES = ["facilities.csv", "stages.csv", "lanes.csv", "zones.csv", "sourcing.csv"]


def main() -> None:
    log, folder = read(sys.argv[1]), Path(sys.argv[2])
    if SCENARIO.parent.parent in folder.resolve().parents:
        sys.exit("the folder would hold rows of the log: choose one outside the repository")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(SCENARIO / "replay.toml", folder / "scenario.toml")
    for table in TABLES:
        shutil.copy(SCENARIO / table, folder / table)
    with open(folder / "orders.csv", "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["time", "zone", "service_level", "promise", "id"])
        for number, order in enumerate(log.delivered, start=1):
            promise = f"{order.promised} 00:00:00"
            rows.writerow([order.purchase, order.zone, f"from-{order.origin}", promise, number])
    print(f"{len(log.delivered)} orders written; left out: {log.left_out}")


if __name__ == "__main__":
    main()
