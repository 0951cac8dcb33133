"""Make `.venv` from the lock on a machine that has only Python and pip: run by `make`, with the machine's own Python.

Nothing but the standard library here, and nothing newer than the Python we complain about. pip fetches uv into `.tools`
(with hashes), uv does the rest with the index, proxy and certificate settings that pip has on this machine.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS, VENV = ROOT / ".tools", ROOT / ".venv"
UV = TOOLS / "bin" / "uv"
OLDEST = (3, 11)
COMPILE = ("pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11")
BESIDE_THE_INDEX = ("UV_FIND_LINKS", "UV_INDEX", "UV_EXTRA_INDEX_URL")


def main(arguments: list[str]) -> None:
    """`install` makes the environment, `lock` compiles the lock files again, `lock --upgrade` with newest versions."""
    if sys.version_info < OLDEST:
        found = "{}.{}".format(*sys.version_info[:2])
        sys.exit(f"Guanxi needs Python 3.11 or newer; this is {found}. Name a newer one: make PYTHON=python3.12 ...")
    os.chdir(ROOT)
    if arguments[:1] == ["lock"]:
        lock(arguments[1:])
    else:
        install()


def install() -> None:
    """Bring `.venv` to exactly what requirements.lock says, and put the `guanxi` command into it."""
    fetch_uv()
    python = VENV / "bin" / "python"
    if subprocess.run([str(python), "-c", ""], capture_output=True).returncode if python.exists() else True:
        print("Making the Python environment in .venv", flush=True)
        run_uv("venv", "--quiet", "--clear", "--python", sys.executable, str(VENV))
    print("Installing the packages of requirements.lock", flush=True)
    run_uv(
        *("pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"),
        *("--python", str(python), "requirements.lock"),
    )
    site = subprocess.check_output(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    Path(site.strip(), "guanxi.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "guanxi"
    command.write_text(f"#!{python}\nfrom ops.cli import main\n\nmain()\n")
    command.chmod(0o755)


def lock(arguments: list[str]) -> None:
    """Compile the lock files: of everything, and of what the container image needs, at the same versions."""
    fetch_uv()
    compile_lock("requirements.lock", "--group", "dev", "pyproject.toml", *arguments)
    compile_lock("requirements-image.lock", "-c", "requirements.lock", "pyproject.toml", *arguments)
    compile_lock("ops/uv.txt", "ops/uv.in", *arguments)


def compile_lock(target: str, *arguments: str) -> None:
    """Compile one lock file with the hashes of all files of each release; versions stay unless `--upgrade` is given.

    uv takes the hashes of a release from the first place that has it, and keeps those that the file at hand names. So
    it is given the old versions without their hashes, and no place beside the index: a folder or extra index of this
    machine often has one file of a release alone, and its one hash would lock all other machines out.
    """
    draft = ROOT / ".cache" / "lock" / Path(target).name
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(re.sub(r" \\\n +--hash=\S+", "", Path(target).read_text()))
    settings = {name: value for name, value in uv_settings().items() if name not in BESIDE_THE_INDEX}
    run([str(UV), *COMPILE, "--custom-compile-command", "make lock", *arguments, "-o", str(draft)], settings)
    shutil.copyfile(draft, target)


def fetch_uv() -> None:
    """Install uv into `.tools` unless the version that ops/uv.txt names is there."""
    wanted = next(line.split()[0] for line in Path("ops/uv.txt").read_text().splitlines() if line.startswith("uv=="))
    if UV.exists() and subprocess.check_output([str(UV), "--version"], text=True).split()[1] == wanted[4:]:
        return
    print(f"Fetching {wanted}", flush=True)
    shutil.rmtree(TOOLS, ignore_errors=True)
    run([*pip(), "install", "--quiet", "--target", str(TOOLS), "--require-hashes", "-r", "ops/uv.txt"])


def pip() -> list[str]:
    """The command of a pip: this Python's, or that of a virtual environment; ends with advice when there is none."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if importlib.util.find_spec("ensurepip"):
        folder = ROOT / ".cache" / "pip"
        if subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)]).returncode == 0:
            return [str(folder / "bin" / "python"), "-m", "pip"]
    sys.exit("This Python has no pip. On Debian and Ubuntu: sudo apt install python3-pip")


def run_uv(*arguments: str) -> None:
    """Run uv with this machine's settings."""
    run([str(UV), *arguments], uv_settings())


def uv_settings() -> dict[str, str]:
    """The environment of uv: this machine's, and pip's settings where uv's own say nothing."""
    return {**pip_settings(), "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", **os.environ}


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command that must succeed; ends the program with its status otherwise."""
    status = subprocess.run(command, env=environment).returncode
    if status:
        sys.exit(f"This failed with status {status}: {shlex.join(command)}")


def pip_settings() -> dict[str, str]:
    """pip's configuration on this machine, as uv's environment."""
    if not importlib.util.find_spec("pip"):
        return {}
    return translate(subprocess.run([*pip(), "config", "list"], capture_output=True, text=True).stdout)


def translate(listing: str) -> dict[str, str]:
    """What uv must be told of a `pip config list`: uv does not read pip's configuration itself."""
    found: dict[str, str] = {}
    for line in listing.splitlines():  # the environment comes first in the list, and wins
        key, _, value = line.partition("=")
        found.setdefault(
            key.rpartition(".")[2].replace("_", "-"), " ".join(value.strip("'\"").replace("\\n", " ").split())
        )
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "no-index": "UV_NO_INDEX",
        "cert": "SSL_CERT_FILE",
        "proxy": "ALL_PROXY",
        "trusted-host": "UV_INSECURE_HOST",
    }
    settings = {names[key]: value for key, value in found.items() if key in names and value}
    if "UV_FIND_LINKS" in settings:
        settings["UV_FIND_LINKS"] = settings["UV_FIND_LINKS"].replace(" ", ",")
    # Like pip: all indexes are equal. The hashes of the lock decide what may be installed.
    return {**settings, "UV_INDEX_STRATEGY": "unsafe-best-match"}


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("stopped")
