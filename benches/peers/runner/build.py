"""Builds what is needed, once, and says what is missing."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
from functools import cache

HERE = pathlib.Path(__file__).resolve().parents[1]
ROOT = HERE.parents[1]


class Missing(Exception):
    """A tool that a peer needs is not here."""


class Tools:
    """Each program is built when first asked for."""

    @cache
    def leadtime(self):
        return cargo_build(ROOT, "leadtime", "--package", "leadtime")

    @cache
    def reference_loop(self):
        return cargo_build(ROOT, "reference-loop", "--package", "leadtime-benches")

    @cache
    def rust_peer(self, name):
        binary = cargo_build(HERE, name)
        answer = subprocess.run([binary, "mm1", "1", "1", "2"], capture_output=True, text=True, check=True)
        return binary, json.loads(answer.stdout)["version"]

    @cache
    def launcher(self):
        return cargo_build(HERE, "peers-launch")

    @cache
    def rustc(self):
        return output("rustc", "--version").split()[1]

    @cache
    def event_loop(self):
        if not shutil.which("g++"):
            raise Missing("g++ is not found")
        binary = target(HERE) / "event_loop"
        binary.parent.mkdir(parents=True, exist_ok=True)
        must("g++", "-O3", "-o", str(binary), str(HERE / "cpp" / "event_loop.cpp"))
        return binary, "g++ " + output("g++", "-dumpfullversion").strip()

    @cache
    def python(self):
        """Interpreter of the environment, what it is, and the versions of the peers by file."""
        best = fastest_python()
        folder = HERE / ".venv"
        interpreter = folder / "bin" / "python"
        if not (interpreter.exists() and venv_is_of(folder, best)):
            print(f"making {folder.relative_to(ROOT)}", file=sys.stderr)
            if subprocess.run([best, "-m", "venv", "--clear", str(folder)]).returncode != 0:
                raise Missing(f"{best} has no working venv")
        pip = [str(interpreter), "-m", "pip", "install", "-q", "-r", str(HERE / "requirements.txt")]
        if subprocess.run(pip, env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}).returncode != 0:
            raise Missing("pip cannot install requirements.txt")
        return interpreter, "CPython " + output(str(interpreter), "-c", ABOUT_PYTHON).strip(), versions(interpreter)

    @cache
    def simmer(self):
        rscript = shutil.which("Rscript")
        if not rscript:
            raise Missing("Rscript is not found")
        asked = subprocess.run(
            [rscript, "-e", 'cat(as.character(packageVersion("simmer")), ", R ", as.character(getRversion()), sep = "")'],
            capture_output=True,
            text=True,
        )
        if asked.returncode != 0:
            raise Missing("R is here, its package simmer is not")
        return rscript, asked.stdout


ABOUT_PYTHON = "import platform; print(platform.python_version())"

SPIN = """
import time
def spin():
    begun = time.perf_counter()
    x = 0
    for i in range(2_000_000):
        x += i
    return time.perf_counter() - begun
print(min(spin() for _ in range(3)))
"""


def fastest_python():
    """The fastest interpreter at hand that numpy still supports: one built without profile takes half as long again."""
    names = ["python3", "/usr/bin/python3", *(f"python3.{minor}" for minor in range(11, 16))]
    found = {os.path.realpath(path): path for name in names if (path := shutil.which(name))}
    timed = []
    for path in found.values():
        test = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
        if subprocess.run([path, "-c", test], capture_output=True).returncode == 0:
            timed.append((float(output(path, "-c", SPIN)), path))
    if not timed:
        raise Missing("no Python from 3.11 on with venv")
    return min(timed)[1]


def venv_is_of(folder, interpreter):
    """Whether the environment was made with this interpreter."""
    at = output(interpreter, "-c", "import sys; print(sys.base_prefix, sys.version)")
    return output(str(folder / "bin" / "python"), "-c", "import sys; print(sys.base_prefix, sys.version)") == at


def versions(interpreter):
    asked = "import json, importlib.metadata as m; print(json.dumps({n: m.version(n) for n in ('simpy', 'numpy', 'numba')}))"
    found = json.loads(output(str(interpreter), "-c", asked))
    return {
        "simpy_network.py": found["simpy"],
        "numba_network.py": f"{found['numpy']} + {found['numba']}",
        "numpy_paths.py": found["numpy"],
    }


def cargo_build(workspace, name, *selection):
    """The path of a release binary, built if need be; all of a workspace at once, if nothing is selected."""
    words = ["cargo", "build", "--release", "--locked", "--bins", "--message-format", "json-render-diagnostics", *selection]
    built = subprocess.run(words, cwd=workspace, env=environment(workspace), stdout=subprocess.PIPE, text=True)
    if built.returncode != 0:
        raise SystemExit(f"{name} does not build")
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == name:
            return message["executable"]
    raise SystemExit(f"there is no binary {name} in {workspace}")


def environment(workspace):
    """Each workspace has a folder for what it builds, so that neither builds the other anew."""
    return os.environ | {"CARGO_TARGET_DIR": str(target(workspace))}


def target(workspace):
    given = os.environ.get("CARGO_TARGET_DIR")
    if not given:
        return workspace / "target"
    return pathlib.Path(given) / "peers" if workspace == HERE else pathlib.Path(given)


def knows(binary, flag):
    return flag in output(binary, "run", "--help")


def version(binary):
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    number = output(binary, "--version").split()[-1]
    return f"{number} ({commit.stdout.strip()})" if commit.returncode == 0 else number


def output(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def must(*words):
    if subprocess.run(words).returncode != 0:
        raise SystemExit(f"failed: {' '.join(words)}")
