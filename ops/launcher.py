"""Bring the whole fleet up on one machine, keep it up, take it down: what `guanxi up` does."""

import fcntl
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from contracts.services import SERVICES
from ops import prefork, servers
from ops.databases import create_database
from ops.fleet import FLEET, MODULES, Process
from ops.keys import ensure_keys
from ops.migrations import is_current
from ops.probe import answers
from ops.programs import Program, StartFailed
from ops.site import Site, SiteError
from ops.stopping import Stopping
from ops.supervisor import Supervisor, Task, stop_on_signals, tail

LONGEST_LOG = 10_000_000
"""Bytes; a longer log file is put aside at the next start, in place of the one put aside before."""


def up(site: Site, *, demo: bool) -> None:
    """Run the fleet in the foreground until a signal comes; raises SiteError or StartFailed when it cannot start."""
    began = time.monotonic()
    with alone(site.home):
        site.check_ports()
        turn_logs(site.home / "log")
        empty_scratch(site)
        stopping = Stopping()
        stop_on_signals(stopping)
        supervisor = Supervisor(say, stopping)
        try:
            say(f"Guanxi starts; its data is in {site.home}")
            supervisor.start(server_tasks(site))
            prefork.preload(MODULES)
            supervisor.wait_until_ready(120)
            if not stopping.is_set():
                prepare(site, supervisor)
                supervisor.start(fleet_task(site, process) for process in FLEET if site.runs(process.service))
                supervisor.wait_until_ready(180)
            if not stopping.is_set():
                greet(site, supervisor, demo=demo)
                say(f"\nGuanxi is running: {site.public_url}   (up in {time.monotonic() - began:.1f} s)")
                if site.runs("mailbox"):
                    say(f"Emails it sends:   {site.url_of('mailbox')}")
                say(f"Logs:              {site.home / 'log'}")
                say("Ctrl-C stops it.\n")
            supervisor.watch()
        finally:
            say("Stopping")
            stopping.set()
            supervisor.halt()
            shutil.rmtree(site.scratch, ignore_errors=True)
            say("Stopped")


def empty_scratch(site: Site) -> None:
    """The folder for what our processes lay aside for a moment: whatever one that was killed has left goes."""
    shutil.rmtree(site.scratch, ignore_errors=True)
    site.scratch.mkdir(mode=0o700)


def say(line: str) -> None:
    """Print a line at once, also when the terminal is a file."""
    print(line, flush=True)


def server_tasks(site: Site) -> Iterator[Task]:
    """The embedded servers that this site needs."""
    if site.server_url is None:
        port = site.port_of("postgres")
        yield Task(servers.prepare_postgres(site.home, port), partial(servers.postgres_answers, site.home, port), 9)
    if site.redis_url is None:
        port = site.port_of("valkey")
        yield Task(servers.prepare_valkey(site.home, port), partial(servers.valkey_answers, site.home, port), 8)


def fleet_task(site: Site, process: Process) -> Task:
    """A line of the fleet's table as something to supervise."""
    url = process.ready_url(site)
    program = Program(
        name=process.name,
        argv=process.argv(),
        run=_inside(process),
        log=site.home / "log" / f"{process.name}.log",
        env=site.environment(process.service),
        stop_signal=process.stop_signal,
        grace=process.grace,
    )
    return Task(program, partial(answers, url) if url else None, process.halt)


def prepare(site: Site, supervisor: Supervisor) -> None:
    """Make what is missing of keys and databases, and migrate what is behind."""
    ensure_keys(site.signing_keys, site.public_keys, site.factor_key)
    with ThreadPoolExecutor(len(SERVICES)) as pool:
        list(pool.map(lambda service: create_database(site.admin_url, service, site.secrets), SERVICES))
        current = list(pool.map(lambda service: is_current(service, site.database_url(service, owner=True)), SERVICES))
    behind = [service for service, done in zip(SERVICES, current, strict=True) if not done]
    if behind:
        say(f"Migrating the databases of {', '.join(behind)}")
        run_once(site, supervisor, "migrate", ("migrate", *behind))


def greet(site: Site, supervisor: Supervisor, *, demo: bool) -> None:
    """What the first start does beyond starting: the administrator's account; with `demo`, the demo company."""
    unshown = ("--unshown",) if demo else ()  # the demo gives the account another password, that everybody knows
    run_once(site, supervisor, "admin", ("admin", "create", "--quiet", *unshown), show=not demo)
    if demo:
        run_once(site, supervisor, "demo", ("seed",), show=True)


def run_once(site: Site, supervisor: Supervisor, name: str, arguments: tuple[str, ...], *, show: bool = False) -> None:
    """Run a `guanxi` command to its end, its output in a log file or (`show`) on the terminal; raises StartFailed."""
    environment = {**(site.environ or os.environ), "GUANXI_HOME": str(site.home), "GUANXI_PORT": str(site.port)}
    log = site.home / "log" / f"{name}.log"
    process = Process(name, ("guanxi", *arguments), "")
    program = Program(name, process.argv(), log, env=environment, run=_inside(process))
    if supervisor.run(program, show=show):
        end = "" if show else f"; the end of {log}:\n" + tail(log)
        raise StartFailed(f"`guanxi {' '.join(arguments)}` failed{end}")


def _inside(process: Process) -> Callable[[], None] | None:
    """How to run a process as a fork of ours; not where the system's own libraries do not survive a fork."""
    return process.run if sys.platform == "linux" else None


def turn_logs(folder: Path) -> None:
    """Put aside the log files that have grown long."""
    for log in folder.glob("*.log"):
        if log.stat().st_size > LONGEST_LOG:
            log.replace(log.with_suffix(".log.1"))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the data folder for this launcher; raises SiteError when another has it, or it is not ours. A start that is
    refused leaves no folder behind that was not there before."""
    made = [each for each in (home, *home.parents) if not each.exists()]
    try:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o711)  # to be passed through by the user that runs PostgreSQL, not to be listed
        lock = os.open(home / "launcher.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise SiteError(f"{home} belongs to another user. Run as that user, or set GUANXI_HOME.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise SiteError(f"Guanxi is running already with the data in {home}.") from error
    except SiteError:
        if made:
            (home / "launcher.lock").unlink()
        with suppress(OSError):  # something is in it by now: it stays
            for each in made:
                each.rmdir()
        raise
    finally:
        os.close(lock)
