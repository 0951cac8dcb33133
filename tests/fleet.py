"""The whole fleet, started the way a user starts it, for tests that tell a story."""

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
from ops.demo.door import Door
from ops.servers import temporary_home
from ops.site import OFFSETS, Site

ROOT = Path(__file__).parents[1]
START_SECONDS = 90
PASSWORD = "Tests-only-2026"


@dataclass
class Fleet:
    """A running system."""

    site: Site
    client: Client
    admin_password: str
    launcher: int
    """The id of the process that started all the others."""

    def door(self, username: str, password: str = PASSWORD) -> Door:
        """Somebody signed in at the API's front door."""
        return Door.sign_in(self.client, username, password)

    def hire(self, admin: Door, username: str, name: str, roles: list[str], department_id: str) -> Door:
        """A new member of staff, who has chosen an own password."""
        person = {"username": username, "name": name, "email": f"{username}@example.com"}
        made = admin.post("/staff", {**person, "department_id": department_id, "roles": roles})
        given = made["password"]
        self.door(username, given).post("/me/password", {"old": given, "new": PASSWORD})
        return self.door(username)

    @contextmanager
    def standing_still(self, name: str) -> Iterator[None]:
        """Meanwhile one of its processes (``customer-jobs``) does nothing, as one does that the machine has no time
        for."""
        children = psutil.Process(self.launcher).children(recursive=True)
        stopped = [process for process in children if name in " ".join(process.cmdline())]
        assert stopped, name
        try:
            for process in stopped:
                process.suspend()
            yield
        finally:
            for process in stopped:
                process.resume()

    def letters(self) -> list[str]:
        """The letters that were caught, raw, the newest last."""
        return [path.read_text(errors="replace") for path in sorted((self.site.home / "mail").glob("*.eml"))]


def free_base() -> int:
    """A first port behind which all that a system needs are free."""
    for base in range(20_000 + os.getpid() % 1_000 * 20, 60_000, 40):
        try:
            for offset in OFFSETS.values():
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", base + offset))
            return base
        except OSError:
            continue
    raise RuntimeError("no free ports")


@contextmanager
def running_fleet() -> Iterator[Fleet]:
    """``guanxi up`` in a fresh folder; stopped with Ctrl-C when the tests are done."""
    with temporary_home() as folder:
        home = folder / "guanxi"
        environment = {**os.environ, "GUANXI_HOME": str(home), "GUANXI_PORT": str(free_base())}
        site = Site.from_env(environment)
        output = folder / "output"
        with output.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "ops", "up"], cwd=ROOT, env=environment, stdout=out, stderr=out
            )
        try:
            client = Client("gateway", site.url_of("gateway"), seconds=60)
            wait_until_running(process, output)
            yield Fleet(site, client, password_in(output.read_text()), process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def wait_until_running(process: subprocess.Popen[bytes], output: Path) -> None:
    """Until the launcher says so."""
    end = time.monotonic() + START_SECONDS
    while "Guanxi is running" not in output.read_text():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(output.read_text()[-3000:])
        time.sleep(0.1)


def password_in(output: str) -> str:
    """The administrator's password, shown once."""
    [line] = [line for line in output.splitlines() if line.startswith("Password:")]
    return line.split()[-1]
