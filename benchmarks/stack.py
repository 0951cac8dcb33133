"""A whole system for measuring: started like a user starts it, weighed through /proc."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from chassis.client import Client
from ops.site import Site
from ops.trial import Trial, started


@dataclass(frozen=True)
class Stack:
    """A running system."""

    trial: Trial

    @property
    def site(self) -> Site:
        """Where it is."""
        return self.trial.site

    @property
    def start_seconds(self) -> float:
        """From the command to "Guanxi is running"."""
        return self.trial.start_seconds

    @property
    def client(self) -> Client:
        """The gateway."""
        return Client("gateway", self.site.url_of("gateway"), seconds=600)

    @property
    def admin_password(self) -> str:
        """The administrator's password."""
        return self.trial.admin_password

    def processes(self) -> list[psutil.Process]:
        """Every process of the system, the launcher included."""
        launcher = psutil.Process(self.trial.launcher)
        return [launcher, *launcher.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """CPU time that all processes have used so far, in seconds."""
        return sum(_cpu(process) for process in self.processes())

    def memory(self) -> dict[str, float]:
        """Memory of each process as its share (PSS), in MiB."""
        weights: dict[str, float] = {}
        for process in self.processes():
            name = _name(process)
            weights[name] = weights.get(name, 0.0) + process.memory_full_info().pss / 2**20
        return weights


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _name(process: psutil.Process) -> str:
    words = [Path(word).name for word in process.cmdline()[:6] if not word.startswith("-")]
    return " ".join(words[:4]) or process.name()


@contextmanager
def running(home: Path | None = None) -> Iterator[Stack]:
    """``guanxi up`` until the block ends; in a fresh folder unless told where."""
    with started(home) as trial:
        yield Stack(trial)


def print_table(title: str, headings: list[str], rows: list[list[object]]) -> None:
    """A Markdown table, so that it can go into docs/ as it is."""
    print(f"\n## {title}\n")
    print("| " + " | ".join(headings) + " |")
    print("|" + "---|" * len(headings))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
