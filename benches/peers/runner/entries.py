"""Who is run, how it is started, and how long on each model."""

from dataclasses import dataclass

from . import build

MODELS = ("reference", "reference-tight", "mm1")


@dataclass
class Entry:
    """One program. `command(model, replications, seed, days, scratch)` gives the words that start it."""

    name: str
    version: str
    flags: str
    command: callable
    # replications and scored days of one run, by model: some 5 to 20 s each
    size: dict
    is_leadtime: bool = False
    # without queues there are no waits to compare
    queues: bool = True
    models: tuple = MODELS


def prepare(only):
    """Builds what is asked for: the entries that can be run, and (name, reason) for those that cannot."""
    ready, skipped = [], []
    tools = build.Tools()
    for name, make in MAKERS:
        if only and name not in only:
            continue
        try:
            ready.append(make(name, tools))
        except build.Missing as reason:
            skipped.append((name, str(reason)))
    return ready, skipped


def leadtime(flags):
    def make(name, tools):
        binary = tools.leadtime()
        for flag in flags:
            if flag.startswith("--") and not build.knows(binary, flag):
                raise build.Missing(f"this leadtime has no {flag}")

        def command(model, replications, seed, days, scratch):
            folder = build.HERE / "mm1" if model == "mm1" else build.ROOT / "scenarios" / model
            horizon = [] if days == 70 else ["--horizon", f"{(3 + days) * (10 if model == 'mm1' else 1)}d"]
            return [
                str(binary), "run", str(folder), "--replications", str(replications), "--seed", str(seed),
                "--threads", "1", "--format", "json", "--out", f"{scratch}/out", *horizon, *flags,
            ]  # fmt: skip

        uncapacitated = "--uncapacitated" in flags
        return Entry(
            name,
            build.version(binary),
            "release profile of the repository",
            command,
            {"reference": (40, 70), "reference-tight": (40, 70), "mm1": (40, 70)},
            is_leadtime=True,
            queues=not uncapacitated,
            models=("reference",) if uncapacitated else MODELS,
        )

    return make


def script(version, words, sizes, **more):
    """A program started as WORDS MODEL REPLICATIONS SEED DAYS."""

    def command(model, replications, seed, days, _scratch):
        return [*words, model, str(replications), str(seed), str(days)]

    return lambda name, flags: Entry(name, version, flags, command, sizes, **more)


def rust(package, sizes):
    def make(name, tools):
        binary, version = tools.rust_peer(package)
        return script(version, [str(binary)], sizes)(name, f"rustc {tools.rustc()}, release, lto = fat, codegen-units = 1")

    return make


def reference_loop(name, tools):
    """The hand-written Rust simulator of the repository; it scores a number of orders in one replication."""
    binary = tools.reference_loop()

    def command(model, replications, seed, days, _scratch):
        tight = ["--tight"] if model == "reference-tight" else []
        return [str(binary), "--orders", str(14_400 * days * replications), "--seed", str(seed), *tight]

    return Entry(name, f"rustc {tools.rustc()}", "release profile of the repository", command,
                 {"reference": (6, 70), "reference-tight": (6, 70)}, models=("reference", "reference-tight"))  # fmt: skip


def cpp(name, tools):
    binary, version = tools.event_loop()
    sizes = {"reference": (5, 70), "reference-tight": (8, 70), "mm1": (60, 70)}
    return script(version, [str(binary)], sizes)(name, "-O3")


def python(file, sizes, **more):
    def make(name, tools):
        interpreter, about, versions = tools.python()
        return script(versions[file], [str(interpreter), str(build.HERE / "python" / file)], sizes, **more)(name, about)

    return make


def simmer(name, tools):
    rscript, version = tools.simmer()
    sizes = {"reference": (1, 10), "reference-tight": (1, 20), "mm1": (1, 10)}
    return script(version, [rscript, str(build.HERE / "r" / "simmer_network.R")], sizes)(name, "")


PYTHON_SIZES = {"reference": (1, 10), "reference-tight": (1, 35), "mm1": (1, 20)}
NUMBA_SIZES = {"reference": (10, 70), "reference-tight": (10, 70), "mm1": (30, 70)}

MAKERS = (
    ("leadtime", leadtime([])),
    ("leadtime (event-driven)", leadtime(["--driver", "events"])),
    ("leadtime (sweep)", leadtime(["--driver", "sweep"])),
    ("leadtime (uncapacitated)", leadtime(["--uncapacitated"])),
    ("reference-loop", reference_loop),
    ("C++ priority_queue", cpp),
    ("odem-rs", rust("peers-odem", {"reference": (4, 70), "reference-tight": (4, 70), "mm1": (30, 70)})),
    ("NeXosim", rust("peers-nexosim", {"reference": (2, 70), "reference-tight": (2, 70), "mm1": (10, 70)})),
    ("SimPy", python("simpy_network.py", PYTHON_SIZES)),
    ("simmer", simmer),
    ("numpy + numba", python("numba_network.py", NUMBA_SIZES)),
    ("numpy paths", python("numpy_paths.py", {"reference": (30, 70)}, queues=False, models=("reference",))),
)
