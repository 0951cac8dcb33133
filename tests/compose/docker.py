"""Docker and Compose, as one would type them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "guanxi-test"
ONE_SHOT = frozenset({"setup", "migrate"})


class Failed(Exception):
    """A step of the run did not go as it should; the message says what was seen."""


def run(*command: str, folder: Path = ROOT, seconds: float = 1800) -> str:
    """What a command prints; raises Failed with the end of what it said when its status is not 0."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds)
    if done.returncode:
        raise Failed(f"`{' '.join(command)}` ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def wait_for(true: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait until something is true; answers the seconds it took. Raises Failed when it takes too long."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise Failed(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.5)
    return time.monotonic() - began


@dataclass(frozen=True)
class Container:
    """One container as the engine sees it now."""

    id: str
    role: str
    state: str
    health: str
    exit_code: int
    pid: int
    restarts: int

    @property
    def is_well(self) -> bool:
        """Healthy; or, one that prepares something, done."""
        if self.role in ONE_SHOT:
            return self.state == "exited" and self.exit_code == 0
        return self.state == "running" and self.health == "healthy"


class Stack:
    """The fleet of docker-compose.yml under a name of its own, so that one that runs here already stays untouched.

    ``folder`` holds its `.env` and the file that says what stands in for which image.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = folder / ".env"
        self.changes = folder / "changes.yml"

    def compose(self, *arguments: str, seconds: float = 1800) -> str:
        """`docker compose ...` on this stack."""
        files = ("--file", str(ROOT / "docker-compose.yml"), "--file", str(self.changes))
        which = ("--project-name", PROJECT, "--env-file", str(self.env), *files)
        return run("docker", "compose", "--ansi", "never", *which, *arguments, seconds=seconds)

    def up(self, *arguments: str) -> float:
        """`docker compose up -d ...`; answers the seconds until all containers are well."""
        began = time.monotonic()
        self.compose("up", "--detach", *arguments)
        wait_for(self.is_well, 600, "every container is healthy")
        return time.monotonic() - began

    def containers(self) -> list[Container]:
        """All of them, also those that have ended."""
        ids = run("docker", "ps", "--all", "--quiet", "--filter", f"label=com.docker.compose.project={PROJECT}").split()
        return [_read(found) for found in json.loads(run("docker", "inspect", *ids))] if ids else []

    def of(self, role: str) -> list[Container]:
        return [each for each in self.containers() if each.role == role]

    def is_well(self) -> bool:
        found = self.containers()
        return bool(found) and all(each.is_well for each in found)

    def kill(self, role: str) -> float:
        """Kill the first process of a container; answers the seconds until it is healthy again.

        From outside, with the machine's own process id: `docker kill` is taken for somebody's wish to stop it.
        """
        [before] = self.of(role)
        os.kill(before.pid, signal.SIGKILL)

        def is_back() -> bool:
            [now] = self.of(role)
            return now.restarts > before.restarts and now.pid != before.pid and now.is_well

        return wait_for(is_back, 180, f"{role} is back")

    def gateways(self) -> list[str]:
        """The addresses at which the gateway is published, one for each of its containers."""
        ids = [each.id for each in self.of("gateway")]
        ports = [run("docker", "port", each, "8000/tcp").split()[0] for each in ids]
        return [f"http://{port}" for port in ports]

    def logs(self, role: str) -> str:
        return self.compose("logs", "--no-color", "--no-log-prefix", role)

    @contextmanager
    def removed_in_the_end(self) -> Iterator[None]:
        """Nothing of this stack is left after the block: containers, networks, volumes."""
        try:
            yield
        finally:
            self.compose("down", "--volumes", "--remove-orphans")


def _read(found: dict[str, Any]) -> Container:
    state = found["State"]
    return Container(
        id=found["Id"],
        role=found["Config"]["Labels"]["com.docker.compose.service"],
        state=state["Status"],
        health=(state.get("Health") or {}).get("Status", ""),
        exit_code=state["ExitCode"],
        pid=state["Pid"],
        restarts=found["RestartCount"],
    )
