"""Runs every entry on every model, in turn, and keeps what it answered and what it took."""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from . import build, leadtime_answers

FIGURES = ("mean_lead_min", "on_time", "wait_pick_min", "wait_pack_min", "wait_station_min")


@dataclass
class Run:
    """One run of a whole program."""

    entry: object
    model: str
    round: int
    simulated: int
    wall: float
    cpu: float
    peak_kib: int
    load: float
    # {figure: (mean, standard error)}; empty where the program says no standard error
    figures: dict


def rounds(entries, options, scratch):
    """All entries on all models, one after the other, as many times as asked: what disturbs one disturbs all."""
    warm_up(entries, scratch)
    launcher = build.Tools().launcher()
    runs = []
    for number in range(options.rounds):
        for model in options.models:
            for entry in entries:
                if model in entry.models:
                    run = once(launcher, entry, model, number, options, scratch)
                    runs.append(run)
                    rate = run.simulated / run.cpu
                    print(
                        f"round {number + 1} {model:16}{entry.name:26}{run.cpu:8.2f} s cpu {run.wall:8.2f} s wall "
                        f"{rate:12,.0f} orders/s {run.peak_kib / 1024:7.1f} MiB",
                        file=sys.stderr,
                    )
    return runs


def warm_up(entries, scratch):
    """numba compiles and files away what it compiled when it first runs; nobody is timed on that."""
    for entry in entries:
        if entry.name == "numpy + numba":
            for model in entry.models:
                subprocess.run(entry.command(model, 1, 1, 2, scratch), check=True, capture_output=True)


def once(launcher, entry, model, number, options, scratch):
    replications, days = entry.size[model]
    if options.days and not entry.is_leadtime:
        days = options.days
    if replications == 1:
        days = max(4, round(days * options.scale))
    replications = max(1, round(replications * options.scale))
    # far apart, so that no two rounds share the seed of a replication
    seed = options.seed + 1_000 * number
    command = entry.command(model, replications, seed, days, scratch)
    pinned = ["taskset", "-c", str(options.core)] if shutil.which("taskset") else []
    # one thread each: numpy's and numba's pools are not used, but are not to be started either
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    launched = [launcher, *pinned, *command]
    ran = subprocess.run(launched, capture_output=True, text=True, env=environment)
    if ran.returncode != 0:
        raise SystemExit(f"{entry.name} on {model} ended with {ran.returncode}:\n{ran.stderr}")
    took = json.loads(ran.stderr.splitlines()[-1])
    answer = json.loads(ran.stdout)
    simulated, figures = read(entry, model, answer)
    return Run(entry, model, number, simulated, took["wall"], took["cpu"], took["peak_kib"], os.getloadavg()[0], figures)


def read(entry, model, answer):
    """Orders simulated and figures of an answer; leadtime and the reference loop have words of their own."""
    if entry.is_leadtime:
        return leadtime_answers.read(model, answer)
    if "lead_mean_min" in answer:
        return answer["simulated"], {}
    names = ("wait_min",) if model == "mm1" else FIGURES
    return answer["simulated"], {name: (answer[name], answer[name + "_se"]) for name in names}


def as_lines(runs):
    """The runs as lines of JSON."""
    lines = []
    for run in runs:
        values = {field.name: getattr(run, field.name) for field in dataclasses.fields(run)}
        entry = values.pop("entry")
        lines.append(json.dumps({"peer": entry.name, "version": entry.version, "flags": entry.flags} | values))
    return "\n".join(lines) + "\n"
