"""Programs started as forks of a launcher behave like programs started by themselves."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LAUNCHER = """
import json, os, sys
from pathlib import Path
from ops.children import start
from ops.programs import Program
folder = Path(sys.argv[1])
secret = os.open(folder / "held", os.O_RDWR | os.O_CREAT)
def report():
    print(json.dumps({
        "environment": dict(os.environ), "session": os.getsid(0) == os.getpid(),
        "files": [number for number in range(3, 64) if os.path.exists(f"/proc/self/fd/{number}")],
        "input": sys.stdin.read(),
    }))
def ends(how):
    if how == "error":
        raise ValueError("no such table")
    if how == "words":
        sys.exit("a sentence")
    sys.exit(int(how))
how = sys.argv[2]
run = report if how == "report" else lambda: ends(how)
program = Program("forked", (), folder / "forked.log", env={"ONLY": "this"}, run=run)
print(start(program).wait(20))
"""


def run(folder: Path, how: str) -> tuple[int, str]:
    """The status of the child as its launcher saw it, and what it wrote to its log."""
    command = [sys.executable, "-c", LAUNCHER, str(folder), how]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, "LEAKED": "x"})
    assert said.stderr == ""
    return int(said.stdout), (folder / "forked.log").read_text()


def test_a_fork_has_its_own_environment_session_and_files(tmp_path: Path) -> None:
    status, written = run(tmp_path, "report")
    found: dict[str, Any] = json.loads(written)
    assert status == 0
    assert found == {"environment": {"ONLY": "this"}, "session": True, "files": [], "input": ""}


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [("0", 0, ""), ("3", 3, ""), ("words", 1, "a sentence"), ("error", 1, "ValueError: no such")],
)
def test_the_end_of_a_fork_is_told_as_that_of_a_program(tmp_path: Path, how: str, status: int, words: str) -> None:
    seen, written = run(tmp_path, how)
    assert seen == status
    assert words in written
