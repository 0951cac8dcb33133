"""What came out of a backup takes the place of what is there, which is kept beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ops import postgres_files, servers
from ops.backup import reunion, wal
from ops.backup.content import Restored
from ops.backup.restored import settle
from ops.backup.server import ToolFailed, folder_of, run_tool
from ops.databases import create_database
from ops.secrets import Secrets
from ops.site import Site

Say = Callable[[str], None]


def home_files(site: Site) -> dict[str, Path]:
    """What is no database and no file at a record: the name in a backup -> where it lies."""
    return {
        "secrets.json": site.home / "secrets.json",
        "demo": site.home / "demo",
        "keys/signing.json": site.signing_keys,
        "keys/public.json": site.public_keys,
        "keys/factors.key": site.factor_key,
    }


@contextmanager
def own_server(site: Site) -> Iterator[str]:
    """The embedded server, started for as long; whoever asks holds the installation. Raises StartFailed."""
    server = servers.start_postgres(site.home, site.port_of("postgres"))
    try:
        yield server.admin_url
    finally:
        server.stop()


def put_home_back(site: Site, restored: Restored, aside: str = "", keep: Sequence[str] = ()) -> None:
    """Put passwords and keys back, but for what is named in ``keep``; those there are go into the folder ``aside``."""
    aside = aside or f"before-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    for name, target in home_files(site).items():
        source = restored.home / name
        if source.exists() and name not in keep:
            if target.exists():
                kept = site.home / aside / name
                kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                shutil.copy2(target, kept)
            _put(source, target)


def swap(site: Site, restored: Restored, say: Say) -> None:
    """Put the restored data folder, passwords and keys in the place of those there are. Of what was there the last is
    kept. A kill in between is mended by the next start (`ops.postgres_files.finish_restore`)."""
    settle(restored.data)
    place = folder_of(site)
    aside = f"before-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    new = place / postgres_files.RESTORED
    shutil.rmtree(new, ignore_errors=True)
    restored.data.rename(new)
    for old in (*place.glob("data.before-*"), *site.home.glob("before-*")):
        shutil.rmtree(old)
    put_home_back(site, restored, aside)
    if (place / "data").exists():
        (place / "data").rename(place / f"data.{aside}")
        say(f"What was there is kept in {place / f'data.{aside}'}, its passwords and keys in {site.home / aside}")
    os.sync()  # the server that made it ready forgot to on purpose
    new.rename(place / "data")
    shutil.rmtree(site.home / "valkey", ignore_errors=True)  # messages of what is no more; what counts is told again
    wal.forget_spooled(site)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.restored")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o644 if target.name == "public.json" else 0o600)
    os.replace(fresh, target)


def save_one(admin_url: str, service: str, path: Path) -> None:
    """Write the database of one service into a file that `take_in` reads. Raises ToolFailed."""
    login, password = without_password(admin_url, f"guanxi_{service}")
    run_tool("pg_dump", "-d", login, "-Fc", "-Z0", "-f", str(path), password=password)


def take_in(site: Site, admin_url: str, service: str, path: Path, say: Say) -> None:
    """Put one service's database in the place of that there is, which is kept under another name, and make it and the
    others one house again. Raises ToolFailed or psycopg.Error; all is then as it was."""
    database, aside = f"guanxi_{service}", f"before_guanxi_{service}"
    _rename(admin_url, database, aside)
    try:
        fill(admin_url, service, path, site.secrets)
        reunion.begin_anew(admin_url, service, say)
    except (ToolFailed, psycopg.Error):
        _rename(admin_url, aside, database)
        raise
    say(f"What was there is kept as the database {aside}")


def fill(admin_url: str, service: str, path: Path, secrets: Secrets) -> None:
    """Make the database of a service out of a file of `save_one`. Raises ToolFailed."""
    create_database(admin_url, service, secrets)
    login, password = without_password(admin_url, f"guanxi_{service}")
    with psycopg.connect(admin_url, dbname=f"guanxi_{service}", autocommit=True) as admin:
        admin.execute("DROP SCHEMA public CASCADE")  # its extensions and rights come out of the file
        admin.execute("CREATE SCHEMA public")
    run_tool("pg_restore", "-d", login, "--exit-on-error", str(path), password=password)
    create_database(admin_url, service, secrets)


def put_aside(admin_url: str, service: str, *, back: bool = False) -> bool:
    """Give the database of a service the name under which it is kept, or its own again (``back``); False where there is
    none."""
    database, aside = f"guanxi_{service}", f"before_guanxi_{service}"
    with psycopg.connect(admin_url) as admin:
        if admin.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone() is None and not back:
            return False
    _rename(admin_url, *((aside, database) if back else (database, aside)))
    return True


def _rename(admin_url: str, database: str, other: str) -> None:
    """Give a database another name, in the place of one that may have it."""
    names = {"name": sql.Identifier(database), "other": sql.Identifier(other)}
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {other} WITH (FORCE)").format(**names))
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [database],
        )
        admin.execute(sql.SQL("ALTER DATABASE {name} RENAME TO {other}").format(**names))


def without_password(url: str, database: str) -> tuple[str, str]:
    """How to reach a database, and the password by itself: a command line can be read by everybody."""
    login = conninfo_to_dict(url)
    password = str(login.pop("password", "") or "")
    return make_conninfo("", **{**login, "dbname": database}), password
