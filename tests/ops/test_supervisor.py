"""The supervisor at work on small real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from ops.programs import Program, StartFailed
from ops.stopping import Stopping
from ops.supervisor import Supervisor, Task, tail

NAP = "import time; time.sleep(120)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); {NAP}"


def program(folder: Path, name: str, script: str, *, grace: float = 5.0) -> Program:
    return Program(name, (sys.executable, "-S", "-c", script), folder / f"{name}.log", grace=grace)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(said.append, Stopping(), grace=2)
    yield made
    made.halt()


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def alive(marker: str) -> list[int]:
    """The processes that carry `marker` on their command line, zombies excepted."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        words = process.info["cmdline"] or []
        if process.info["status"] != psutil.STATUS_ZOMBIE and any(marker in word for word in words):
            found.append(process.info["pid"])
    return found


def test_a_process_that_dies_is_started_again(supervisor: Supervisor, said: list[str], tmp_path: Path) -> None:
    script = f"open({str(tmp_path / 'starts')!r}, 'a').write('x'); {NAP}"
    supervisor.start([Task(program(tmp_path, "napper", script))])
    wait_for(lambda: (tmp_path / "starts").exists())
    supervisor.wait_until_ready(10)
    for pid in alive(str(tmp_path / "starts")):
        os.kill(pid, signal.SIGKILL)

    def twice() -> bool:
        supervisor.mind()
        return (tmp_path / "starts").read_text() == "xx"

    wait_for(twice)
    assert any("napper ended with status -9" in line for line in said)


def test_each_restart_waits_longer_than_the_one_before(supervisor: Supervisor, said: list[str], tmp_path: Path) -> None:
    supervisor.start([Task(program(tmp_path, "napper", NAP))])
    supervisor.wait_until_ready(10)
    marker = str(tmp_path)
    supervisor.start([Task(program(tmp_path, "brief", f"import time; {marker!r}; time.sleep(0.3)"))])
    supervisor.wait_until_ready(10)

    def three_ends() -> bool:
        supervisor.mind()
        return sum("brief ended" in line for line in said) == 3

    wait_for(three_ends)
    assert [line.rpartition("in ")[2] for line in said if "brief ended" in line] == ["0.5 s", "1.0 s", "2.0 s"]


def test_a_process_that_never_becomes_ready_ends_the_start_with_its_log(supervisor: Supervisor, tmp_path: Path) -> None:
    broken = program(tmp_path, "broken", "raise SystemExit('no such table')")
    supervisor.start([Task(broken, ready=lambda: False)])
    with pytest.raises(StartFailed, match=r"(?s)broken ends again and again.*no such table"):
        supervisor.wait_until_ready(30)


def test_a_start_that_takes_too_long_names_who_is_late(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start([Task(program(tmp_path, "slow", NAP), ready=lambda: False), Task(program(tmp_path, "quick", NAP))])
    with pytest.raises(StartFailed, match="not ready after 0 s: slow"):
        supervisor.wait_until_ready(0.3)


def test_stages_stop_in_their_order(tmp_path: Path) -> None:
    supervisor = Supervisor(lambda _: None, Stopping(), grace=2)
    journal = tmp_path / "journal"

    def task(name: str, halt: int) -> Task:
        script = (
            "import signal, sys, time\n"
            "def bye(*_):\n"
            f"    time.sleep(0.2); open({str(journal)!r}, 'a').write({name!r} + ' '); sys.exit()\n"
            "signal.signal(signal.SIGTERM, bye)\n"
            f"open({str(tmp_path / name)!r}, 'w').close()\n"
            "time.sleep(120)"
        )
        return Task(program(tmp_path, name, script), ready=(tmp_path / name).exists, halt=halt)

    supervisor.start([task("server", 9), task("worker", 2), task("gateway", 0)])
    supervisor.wait_until_ready(20)
    supervisor.halt()
    assert journal.read_text().split() == ["gateway", "worker", "server"]


def test_a_process_that_ignores_its_signal_is_killed_with_its_children(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', {STUBBORN!r}, {str(tmp_path)!r}])"
    stubborn = program(tmp_path, "stubborn", f"{child}; {STUBBORN}", grace=0.3)
    supervisor.start([Task(stubborn, ready=lambda: "up" in stubborn.log.read_text())])
    supervisor.wait_until_ready(10)
    wait_for(lambda: bool(alive(str(tmp_path))))
    supervisor.halt()
    assert alive(str(tmp_path)) == []
    assert "stubborn did not stop in time and was killed" in said


LAUNCHER = """
import os, signal, sys, time
from pathlib import Path
from ops.stopping import Stopping
from ops.programs import Program
from ops.supervisor import Supervisor, Task
folder = Path(os.environ["FOLDER"])
mark = str(folder / "mark")
def task(name, script):
    return Task(Program(name, (sys.executable, "-S", "-c", script, mark), folder / f"{name}.log"))
def forked():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("up", flush=True)
    time.sleep(120)
fork = Task(Program(mark, (), folder / "forked.log", run=forked))
supervisor = Supervisor(print, Stopping(), grace=1)
supervisor.start([task("meek", os.environ["MEEK"]), task("stubborn", os.environ["STUBBORN"]), fork])
supervisor.wait_until_ready(10)
supervisor.watch()
"""


def test_nothing_outlives_a_launcher_that_is_killed(tmp_path: Path) -> None:
    """Also not a process that ignores the signal, nor its child, which the kernel's notice does not reach."""
    marker = str(tmp_path / "mark")
    family = (
        f"import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', {STUBBORN!r}, {marker!r}]); {STUBBORN}"
    )
    environment = {**os.environ, "FOLDER": str(tmp_path), "MEEK": NAP, "STUBBORN": family}
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER], env=environment)
    try:
        wait_for(lambda: len(alive(marker)) == 4)
        wait_for(lambda: tail(tmp_path / "stubborn.log").count("up") == 2)
        wait_for(lambda: "up" in tail(tmp_path / "forked.log"))
    finally:
        launcher.kill()
        launcher.wait()
    wait_for(lambda: alive(marker) == [], 10)


def test_a_reaper_that_was_killed_is_replaced_and_knows_all_groups(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    supervisor.start([Task(program(tmp_path, "first", NAP))])
    (reaper,) = [each for each in psutil.Process().children() if "reaper.py" in " ".join(each.cmdline())]
    reaper.kill()
    wait_for(lambda: reaper.status() == psutil.STATUS_ZOMBIE)
    supervisor.start([Task(program(tmp_path, "second", NAP))])
    heirs = [
        each
        for each in psutil.Process().children()
        if each.pid != reaper.pid and "reaper.py" in " ".join(each.cmdline())
    ]
    assert len(heirs) == 1
    supervisor.halt()
    assert not heirs[0].is_running()
