"""What a child process is asked to be, and what can be done with one that runs."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class StartFailed(Exception):
    """A child process could not be started or was not ready in time; the message says which and where its log is."""


@dataclass(frozen=True)
class Account:
    """The operating system user a child runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Program:
    """What to run: the command, its whole environment (ours unless told), the user, and the signal that stops it."""

    name: str
    argv: tuple[str, ...]
    log: Path
    env: Mapping[str, str] | None = None
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    """Seconds between the stop signal and SIGKILL."""
    run: Callable[[], None] | None = None
    """What does the same as the command in a fork of this process; the command is started where it is None."""
    death_signal: signal.Signals | None = None
    """What the kernel sends when we die without stopping it; the stop signal unless told."""


class Child(Protocol):
    """A child process; a subprocess.Popen is one."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, number: int, /) -> None: ...
