"""Start child processes that die with their parent, and stop them without leaving anything behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from ops.prefork import fork
from ops.programs import Account, Child, Program, StartFailed

PARENT_DEATH = Path(__file__).with_name("parent_death.py")


def tied_to_this_process(argv: Sequence[str], death_signal: signal.Signals, account: Account | None) -> list[str]:
    """Return the command that runs `argv` tied to the life of the calling process."""
    uid, gid = (str(account.uid), str(account.gid)) if account else ("-", "-")
    return [sys.executable, "-I", "-S", str(PARENT_DEATH), str(os.getpid()), str(int(death_signal)), uid, gid, *argv]


def start(program: Program, *, show: bool = False) -> Child:
    """Start `program` in a session of its own, its output appended to its log file by itself, or (`show`) as ours.

    Call it from a thread that lives as long as the program should: the kernel ties the child to the calling thread.
    """
    program.log.parent.mkdir(parents=True, exist_ok=True)
    if program.run is not None:
        return fork(program, program.run, show=show)
    log = os.open(program.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        return subprocess.Popen(
            tied_to_this_process(program.argv, program.death_signal or program.stop_signal, program.account),
            stdin=subprocess.DEVNULL,
            stdout=None if show else log,
            stderr=None if show else log,
            start_new_session=True,
            env=program.env,
        )
    finally:
        os.close(log)


def kill_group(process: Child) -> None:
    """Kill whatever is left of the process group of `process`, then collect it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stop(program: Program, process: Child) -> bool:
    """Stop `process` and its children; True when it went by itself within its grace."""
    if process.poll() is None:
        process.send_signal(program.stop_signal)
    return collect(program, process)


def collect(program: Program, process: Child) -> bool:
    """Wait for `process`, which was told to stop; kill what is left of it after its grace. True when nothing was."""
    try:
        process.wait(program.grace)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        kill_group(process)


def wait_until_ready(program: Program, process: Child, ready: Callable[[], bool], seconds: float) -> None:
    """Return as soon as `ready()` is true; raises StartFailed when the process ends or `seconds` pass first."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise StartFailed(f"{program.name} ended with status {process.returncode}; its log: {program.log}")
        if time.monotonic() > deadline:
            raise StartFailed(f"{program.name} was not ready after {seconds:.0f} s; its log: {program.log}")
        time.sleep(0.02)


def accepts_connections(port: int) -> bool:
    """True when something listens on `port` of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), 0.5).close()
    except OSError:
        return False
    return True
