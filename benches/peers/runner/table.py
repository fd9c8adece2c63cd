"""The table for the documentation."""

import datetime
import os
import platform
import re
from statistics import median

from .agreement import FARTHEST

BEGIN, END = "<!-- made by benches/peers/run -->", "<!-- end -->"
TITLES = {
    "reference": "`reference`: utilisation .80 to .85",
    "reference-tight": "`reference-tight`: utilisation .94",
    "mm1": "M/M/1: utilisation .80",
}
FIGURES = {
    "mean_lead_min": "mean lead, min",
    "on_time": "on time",
    "wait_pick_min": "wait pick, min",
    "wait_pack_min": "wait pack, min",
    "wait_station_min": "wait station, min",
    "wait_min": "mean wait, min",
}


def render(runs, skipped, findings, options):
    parts = [machine(runs, options)]
    for model in dict.fromkeys(run.model for run in runs):
        parts.append(speed(model, [run for run in runs if run.model == model]))
        parts.append(answers(model, [finding for finding in findings if finding.model == model]))
    parts.append(programs(runs, skipped))
    return "\n\n".join(parts)


def machine(runs, options):
    share = median(run.cpu / run.wall for run in runs)
    loads = sorted(run.load for run in runs)
    return (
        f"Measured {datetime.date.today().isoformat()} on {processor()}, {os.cpu_count()} cores, {platform.system()}; "
        f"{options.rounds} rounds in turn, each program on one core. Load of the machine {loads[0]:.1f} to {loads[-1]:.1f}; "
        f"the programs had {share:.0%} of their core (median)."
    )


def processor():
    try:
        with open("/proc/cpuinfo") as about:
            found = re.search(r"model name\s*:\s*(.*)", about.read())
        return found.group(1).strip() if found else platform.machine()
    except OSError:
        return platform.processor() or platform.machine()


def speed(model, runs):
    """Orders per second of processor time, medians of the rounds; `leadtime` is this many times as fast."""
    lines = [
        f"### {TITLES[model]}",
        "",
        "| | orders/s (cpu) | lowest, highest | orders/s (wall) | ns per order | leadtime is faster, times | peak memory, MiB | orders per run |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    names = list(dict.fromkeys(run.entry.name for run in runs))
    rates = {name: sorted(run.simulated / run.cpu for run in runs if run.entry.name == name) for name in names}
    for name in sorted(names, key=lambda name: -median(rates[name])):
        of_name = [run for run in runs if run.entry.name == name]
        rate = median(rates[name])
        ratio = f"{median(rates['leadtime']) / rate:.2f}" if "leadtime" in rates else "-"
        walls = median(run.simulated / run.wall for run in of_name)
        memory = max(run.peak_kib for run in of_name) / 1024
        lines.append(
            f"| {name}{'' if of_name[0].entry.queues else ' (no queues)'} | {rate:,.0f} | {rates[name][0]:,.0f}, "
            f"{rates[name][-1]:,.0f} | {walls:,.0f} | {1e9 / rate:,.0f} | {ratio} | {memory:.1f} | "
            f"{of_name[0].simulated:,} |"
        )
    return "\n".join(lines)


def answers(model, findings):
    """Means and standard errors over all rounds; the largest distance from what they should be."""
    known = {finding.figure: finding.expected for finding in findings if finding.against == "known"}
    names = [name for name in FIGURES if name in known]
    lines = ["| answers (standard error) | " + " | ".join(FIGURES[name] for name in names) + " | largest z |"]
    lines.append("|---|" + "---:|" * (len(names) + 1))
    for peer in dict.fromkeys(finding.peer for finding in findings):
        of_peer = [finding for finding in findings if finding.peer == peer]
        cells = [cell(next((f for f in of_peer if f.figure == name), None)) for name in names]
        worst = max(of_peer, key=lambda finding: abs(finding.z))
        verdict = f"{abs(worst.z):.1f}"
        if not all(finding.holds for finding in of_peer):
            verdict += " **disagrees**" if abs(worst.z) >= FARTHEST else " **too coarse**"
        lines.append(f"| {peer} | " + " | ".join(cells) + f" | {verdict} |")
    return "\n".join(lines)


def cell(finding):
    if finding is None:
        return "-"
    digits = 5 if finding.figure == "on_time" else 4 if finding.figure.startswith("wait") else 3
    return f"{finding.mean:.{digits}f} ({finding.error:.{digits}f})"


def programs(runs, skipped):
    lines = ["### Versions and flags", "", "| | version | built with |", "|---|---|---|"]
    for entry in {run.entry.name: run.entry for run in runs}.values():
        lines.append(f"| {entry.name} | {entry.version} | {entry.flags or '-'} |")
    for name, reason in skipped:
        if name.startswith("leadtime"):
            continue  # a way of running that this version does not have
        lines.append(f"| {name} | not run | {reason} |")
    return "\n".join(lines)


def write(page, text):
    """Puts the text between the marks of a page."""
    old = page.read_text()
    before, rest = old.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")
