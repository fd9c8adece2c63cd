"""Do all give the same answers? A fast program that simulates something else has won nothing."""

from dataclasses import dataclass

# Means and standard errors, from long runs of simulators that share no code with leadtime or its peers.
KNOWN = {
    "reference": {
        "mean_lead_min": (552.582, 0.005),
        "on_time": (0.90321, 0.00001),
        "wait_pick_min": (0.07345, 0.0001),
        "wait_pack_min": (0.02231, 0.00003),
        "wait_station_min": (0.04142, 0.00007),
    },
    "reference-tight": {
        "mean_lead_min": (554.159, 0.004),
        "on_time": (0.90134, 0.00001),
        "wait_pick_min": (0.6683, 0.0009),
        "wait_pack_min": (0.4234, 0.0005),
        "wait_station_min": (0.6205, 0.0009),
    },
    # exact: rho / (mu - lambda)
    "mm1": {"wait_min": (4.0, 0.0)},
}
WITHOUT_QUEUES = {"mean_lead_min": (552.450, 0.005), "on_time": (0.90326, 0.00001)}

# Standard errors between two answers that are still taken for the same.
FARTHEST = 4.5
# The largest standard error, as a share of the figure, that still means something.
COARSEST = {"mean_lead_min": 0.001, "on_time": 0.001, "wait_min": 0.05}


@dataclass
class Finding:
    """One figure of one peer against what it should be."""

    peer: str
    model: str
    figure: str
    mean: float
    error: float
    against: str
    expected: float
    z: float
    fine: bool

    @property
    def holds(self):
        return abs(self.z) < FARTHEST and self.fine


def check(runs):
    """Every figure of every peer, all rounds together, against the known values and against leadtime's own."""
    findings = []
    for model in dict.fromkeys(run.model for run in runs):
        pooled = {}
        for entry in {run.entry.name: run.entry for run in runs if run.model == model}.values():
            of_entry = [run.figures for run in runs if run.model == model and run.entry.name == entry.name]
            pooled[entry.name] = {name: pool([figures[name] for figures in of_entry]) for name in of_entry[0]}
            known = KNOWN[model] if entry.queues else WITHOUT_QUEUES
            findings += compare(entry.name, model, pooled[entry.name], "known", known)
            if entry.queues and not entry.is_leadtime and "leadtime" in pooled:
                findings += compare(entry.name, model, pooled[entry.name], "leadtime", pooled["leadtime"])
    return findings


def pool(estimates):
    """Rounds have seeds of their own and the same size."""
    n = len(estimates)
    return sum(mean for mean, _ in estimates) / n, sum(error**2 for _, error in estimates) ** 0.5 / n


def compare(peer, model, figures, against, expected):
    findings = []
    for name, (known, known_error) in expected.items():
        if name in figures:
            mean, error = figures[name]
            both = (error**2 + known_error**2) ** 0.5
            z = (mean - known) / both if both > 0 else float("inf")
            fine = error > 0 and error <= coarsest(model, name) * abs(known)
            findings.append(Finding(peer, model, name, mean, error, against, known, z, fine))
    return findings


def coarsest(model, name):
    """The waits of `reference` are seconds; that queues are simulated is seen in those of `reference-tight`."""
    if name.startswith("wait_") and model == "reference":
        return 0.2
    return COARSEST.get(name, COARSEST["wait_min"])
