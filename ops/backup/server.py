"""PostgreSQL's own programs, and a server in a scratch place; all of them die with us."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ops import children, postgres_files, servers
from ops.programs import Child, Program, StartFailed
from ops.secrets import Secrets
from ops.site import Site

WORK = "work"


class ToolFailed(Exception):
    """One of PostgreSQL's programs failed; the message is the end of what it said."""


def folder_of(site: Site) -> Path:
    """The folder beside the data folder of the embedded server, which its user can reach."""
    return postgres_files.folder(site.home, postgres_files.server_account())


@contextmanager
def workplace(site: Site) -> Iterator[Path]:
    """An empty folder for a backup or a restore, gone afterwards; one that was left by a kill is cleared first."""
    place = folder_of(site) / WORK
    shutil.rmtree(place, ignore_errors=True)
    new_folder(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def new_folder(path: Path) -> Path:
    """Make a folder that the server's user has."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if account := postgres_files.server_account():
        os.chown(path, account.uid, account.gid)
    return path


def run_tool(name: str, *arguments: str, password: str = "") -> str:
    """Run one of PostgreSQL's programs as the server's user, to its end; what it said. Raises ToolFailed."""
    account = postgres_files.server_account()
    program = postgres_files.binaries(account) / name
    argv = children.tied_to_this_process([str(program), *arguments], signal.SIGTERM, account)
    done = subprocess.run(
        argv,
        env={**os.environ, "PGPASSWORD": password, "LC_MESSAGES": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
    )
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[-400:]
        raise ToolFailed(f"{name} failed: {said}")
    return done.stdout


def system_of(data: Path) -> str:
    """Which PostgreSQL a data folder is of; empty where there is none. Raises ToolFailed."""
    if not (data / "PG_VERSION").exists():
        return ""
    told = run_tool("pg_controldata", "-D", str(data))
    return next(line.split()[-1] for line in told.splitlines() if line.startswith("Database system identifier"))


@contextmanager
def scratch_server(data: Path, secrets: Secrets, settings: Mapping[str, str], seconds: float = 600) -> Iterator[str]:
    """Serve a data folder on a free port until the block ends; the administrator's URL.

    Raises StartFailed with the last words of its log, as when the target of a recovery is not reached."""
    port = servers.free_port()
    log = data.with_name("scratch.log")
    log.unlink(missing_ok=True)
    quiet = servers.FORGETFUL_SETTINGS | {"hot_standby": "off", "shared_buffers": "64MB"}
    program = servers.serve_postgres(data, port, log, {**quiet, **settings})
    url = f"postgresql://{servers.ADMIN}:{secrets.get('postgres')}@127.0.0.1:{port}/postgres"
    process = children.start(program)
    try:
        _wait(program, process, partial(servers.answers_at, url, port), seconds)
        yield url
    finally:
        children.stop(program, process)


def _wait(program: Program, process: Child, ready: Callable[[], bool], seconds: float) -> None:
    try:
        children.wait_until_ready(program, process, ready, seconds)
    except StartFailed as error:
        lines = program.log.read_text(errors="replace").splitlines() if program.log.exists() else []
        fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
        raise StartFailed(f"the restored server does not start: {fatal[-1] if fatal else error}") from None
