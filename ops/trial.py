"""A system on trial: started in a fresh folder, as a user starts it, to be tested or measured, and stopped again."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.servers import temporary_home
from ops.site import OFFSETS, Site

ROOT = Path(__file__).parents[1]
START_SECONDS = 180
ROBOTS = "robots.invalid"
"""Where the robots of groups are in a system on trial: nowhere, so that no message leaves the machine."""


class NotStarted(Exception):
    """The system did not come up; the message is the end of what it said."""


@dataclass(frozen=True)
class Trial:
    """A running system. `launcher` started all its other processes; `start_seconds` is from the command to "Guanxi is
    running"."""

    site: Site
    launcher: int
    output: Path
    start_seconds: float

    @property
    def admin_password(self) -> str:
        """The administrator's password, shown once at the first start."""
        [line] = [line for line in self.output.read_text().splitlines() if line.startswith("Password:")]
        return line.split()[-1]


def free_base() -> int:
    """A first port behind which all that a system needs are free. Where one looks first is left to chance, for two who
    look at the same moment would both find the same free; and below the ports that outgoing connections are given."""
    first = range(20_000, 32_000, 20)
    for base in random.sample(first, len(first)):
        try:
            for offset in OFFSETS.values():
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", base + offset))
            return base
        except OSError:
            continue
    raise NotStarted("no free ports")


@contextmanager
def started(home: Path | None = None) -> Iterator[Trial]:
    """`guanxi up` until the block ends, then stopped with Ctrl-C; in a fresh folder unless told where. Raises
    NotStarted."""
    with temporary_home() as folder:
        environment = {**os.environ, "GUANXI_HOME": str(home or folder / "guanxi"), "GUANXI_PORT": str(free_base())}
        environment["CHANNEL_HOSTS"] = f"wecom={ROBOTS} dingtalk={ROBOTS} feishu={ROBOTS}"
        output = folder / "output"
        began = time.monotonic()
        with output.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "ops", "up"], cwd=ROOT, env=environment, stdout=out, stderr=out
            )
        try:
            while "Guanxi is running" not in output.read_text():
                if process.poll() is not None or time.monotonic() - began > START_SECONDS:
                    raise NotStarted(output.read_text()[-3000:])
                time.sleep(0.05)
            yield Trial(Site.from_env(environment), process.pid, output, time.monotonic() - began)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
