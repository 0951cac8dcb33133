"""Keep child processes running: wait until they are ready, start again what ends, stop all in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ops import children
from ops.programs import Child, Program, StartFailed
from ops.stopping import Stopping

REAPER = Path(__file__).with_name("reaper.py")
FIRST_PAUSE, LONGEST_PAUSE, HEALTHY_AFTER = 0.5, 15.0, 30.0
"""Seconds before the first restart; at most before any; of life after which a process counts as healthy again."""
STARTS_TRIED = 3


@dataclass(frozen=True)
class Task:
    """A program to keep running; smaller `halt` numbers are stopped first."""

    program: Program
    ready: Callable[[], bool] | None = None
    halt: int = 0


@dataclass
class _Run:
    task: Task
    process: Child | None = None
    started: float = 0.0
    starts: int = 0
    pause: float = FIRST_PAUSE
    due: float = 0.0
    ready: bool = False


class Supervisor:
    """Runs tasks from the calling thread, which must be the one that lives longest: the children die with it.

    `say` gets a line for the terminal when something happens; `stopping` ends every wait.
    """

    def __init__(self, say: Callable[[str], None], stopping: Stopping, *, grace: float = 30.0) -> None:
        self._say, self._stopping, self._grace = say, stopping, grace
        self._runs: list[_Run] = []
        self._reaper: subprocess.Popen[bytes] | None = None

    def start(self, tasks: Iterable[Task]) -> None:
        """Start `tasks` all at once."""
        runs = [_Run(task) for task in tasks]
        self._runs += runs
        for run in runs:
            self._start(run)

    def wait_until_ready(self, seconds: float) -> None:
        """Wait for every task started so far; raises StartFailed when one keeps ending or takes too long."""
        deadline = time.monotonic() + seconds
        while waiting := [run for run in self._runs if not run.ready]:
            if self._stopping.is_set():
                return
            self.mind()
            for run in waiting:
                self._check(run)
            if time.monotonic() > deadline:
                names = ", ".join(run.task.program.name for run in self._runs if not run.ready)
                raise StartFailed(
                    f"not ready after {seconds:.0f} s: {names}; logs: {waiting[0].task.program.log.parent}"
                )
            self._stopping.wait(0.05)

    def run(self, program: Program, *, show: bool = False) -> int:
        """Run `program` to its end while minding the others, and return its status; `stopping` stops it: 0."""
        process = children.start(program, show=show)
        self._tell_reaper(f"+{process.pid} {int(program.stop_signal)}")
        try:
            while process.poll() is None and not self._stopping.wait(0.05):
                self.mind()
            return 0 if self._stopping.is_set() else process.returncode or 0
        finally:
            children.stop(program, process)
            self._tell_reaper(f"-{process.pid}")

    def watch(self) -> None:
        """Start again what ends, until `stopping` is set."""
        while not self._stopping.wait(0.25):
            self.mind()

    def mind(self) -> None:
        """Look at every process once: note what has ended, start what is due."""
        for run in self._runs:
            if run.process is None:
                if time.monotonic() >= run.due:
                    self._start(run)
            elif run.process.poll() is not None:
                self._ended(run, run.process)

    def halt(self) -> None:
        """Stop everything in order and collect it; what does not go in its grace is killed."""
        for number in sorted({run.task.halt for run in self._runs}):
            stage = [(run, run.process) for run in self._runs if run.task.halt == number and run.process]
            for run, process in stage:
                if process.poll() is None:
                    process.send_signal(run.task.program.stop_signal)
            for run, process in stage:
                if not children.collect(run.task.program, process):
                    self._say(f"{run.task.program.name} did not stop in time and was killed")
                self._tell_reaper(f"-{process.pid}")
                run.process = None
        self._let_reaper_go()

    def _start(self, run: _Run) -> None:
        run.process = children.start(run.task.program)
        run.started = time.monotonic()
        run.starts += 1
        self._tell_reaper(f"+{run.process.pid} {int(run.task.program.stop_signal)}")

    def _ended(self, run: _Run, process: Child) -> None:
        name = run.task.program.name
        children.kill_group(process)  # what it may have left
        self._tell_reaper(f"-{process.pid}")
        run.process = None
        if not run.ready and run.starts >= STARTS_TRIED:
            raise StartFailed(
                f"{name} ends again and again; the end of {run.task.program.log}:\n{tail(run.task.program.log)}"
            )
        if time.monotonic() - run.started > HEALTHY_AFTER:
            run.pause = FIRST_PAUSE
        run.due = time.monotonic() + run.pause
        self._say(f"{name} ended with status {process.returncode}; it starts again in {run.pause:.1f} s")
        run.pause = min(run.pause * 2, LONGEST_PAUSE)

    def _check(self, run: _Run) -> None:
        """Note whether `run` has become ready. A task that cannot tell is, once all that can are."""
        if run.process is None:
            return
        if run.task.ready is None:
            run.ready = not any(other.task.ready and not other.ready for other in self._runs)
        elif run.task.ready():
            run.ready = True
            count = sum(each.ready for each in self._runs)
            self._say(f"  {count:2} of {len(self._runs)}: {run.task.program.name} is ready")

    def _tell_reaper(self, line: str) -> None:
        """A reaper that was killed is replaced and told of all groups again."""
        if self._reaper is None or self._reaper.poll() is not None:
            self._let_reaper_go()
            self._reaper = subprocess.Popen(
                [sys.executable, "-I", "-S", str(REAPER), str(self._grace)],
                stdin=subprocess.PIPE,
                start_new_session=True,
            )
            for run in self._runs:
                if run.process is not None and line != f"-{run.process.pid}":
                    self._write(f"+{run.process.pid} {int(run.task.program.stop_signal)}")
        self._write(line)

    def _let_reaper_go(self) -> None:
        if self._reaper and self._reaper.stdin:
            with suppress(BrokenPipeError):
                self._reaper.stdin.close()
            self._reaper.wait()

    def _write(self, line: str) -> None:
        if self._reaper and self._reaper.stdin:
            with suppress(BrokenPipeError):
                os.write(self._reaper.stdin.fileno(), f"{line}\n".encode())


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log file."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def stop_on_signals(stopping: Stopping) -> None:
    """Let Ctrl-C, SIGTERM and the closing of the terminal set `stopping`."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
