"""A whole system for measuring: started like a user starts it, weighed through /proc."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from chassis.client import Client
from ops.servers import temporary_home
from ops.site import OFFSETS, Site

ROOT = Path(__file__).parents[1]


@dataclass
class Stack:
    """A running system. ``start_seconds`` is from the command to "Guanxi is running"."""

    site: Site
    process: subprocess.Popen[bytes]
    output: Path
    start_seconds: float

    @property
    def client(self) -> Client:
        """The gateway."""
        return Client("gateway", self.site.url_of("gateway"), seconds=600)

    @property
    def admin_password(self) -> str:
        """The administrator's password, shown at the first start."""
        lines = self.output.read_text().splitlines()
        return next(line.split()[-1] for line in lines if line.startswith("Password:"))

    def processes(self) -> list[psutil.Process]:
        """Every process of the system, the launcher included."""
        launcher = psutil.Process(self.process.pid)
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
    with temporary_home() as folder:
        where = home or folder / "guanxi"
        environment = {**os.environ, "GUANXI_HOME": str(where), "GUANXI_PORT": str(_free_base())}
        site = Site.from_env(environment)
        output = folder / "output"
        began = time.monotonic()
        with output.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "ops", "up"], cwd=ROOT, env=environment, stdout=out, stderr=out
            )
        try:
            while "Guanxi is running" not in output.read_text():
                if process.poll() is not None or time.monotonic() - began > 180:
                    raise SystemExit(output.read_text())
                time.sleep(0.05)
            yield Stack(site, process, output, time.monotonic() - began)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _free_base() -> int:
    for base in range(24_000, 60_000, 40):
        try:
            for offset in OFFSETS.values():
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", base + offset))
            return base
        except OSError:
            continue
    raise SystemExit("no free ports")


def print_table(title: str, headings: list[str], rows: list[list[object]]) -> None:
    """A Markdown table, so that it can go into docs/ as it is."""
    print(f"\n## {title}\n")
    print("| " + " | ".join(headings) + " |")
    print("|" + "---|" * len(headings))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
