"""A process that can be killed, frozen and started again, and is watched by nobody but the test."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ops import children
from ops.programs import Child, Program


def descendants(pid: int) -> list[int]:
    """The processes below ``pid``, parents first."""
    found: list[int] = []
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text().split():
                found += [int(child), *descendants(int(child))]
    return found


@dataclass
class Process:
    """One Python process of the rig."""

    service: str
    role: str
    env: Mapping[str, str]
    log: Path
    child: Child | None = field(default=None)
    held: bool = False
    """It is not to be started again."""

    @property
    def program(self) -> Program:
        argv = (sys.executable, "-m", "tests.faults.services", self.service, self.role)
        return Program(name=f"{self.service}-{self.role}", argv=argv, log=self.log, env=self.env)

    def start(self) -> None:
        self.child = children.start(self.program)

    @property
    def pid(self) -> int:
        assert self.child is not None
        return self.child.pid

    @property
    def ended_with(self) -> int | None:
        assert self.child is not None
        return self.child.poll()

    def kill(self) -> None:
        """kill -9 of the main process; its children are left to themselves."""
        os.kill(self.pid, signal.SIGKILL)
        assert self.child is not None
        self.child.wait()

    def kill_child(self) -> None:
        """kill -9 of the pool child only."""
        wait_for(lambda: descendants(self.pid), 30, "there is a pool child")
        with suppress(ProcessLookupError):
            os.kill(descendants(self.pid)[-1], signal.SIGKILL)

    def freeze(self) -> None:
        for pid in [self.pid, *descendants(self.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in [self.pid, *descendants(self.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def stop(self) -> None:
        if self.child is not None:
            self.thaw()
            children.stop(self.program, self.child)


def wait_for(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Wait until ``condition()`` is true; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"after {seconds:.0f} s still not: {what}"
        time.sleep(0.05)
