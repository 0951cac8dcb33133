"""A PostgreSQL of one's own: its files are not ours, so its backup is a dump of each database, all of one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from ops import postgres_files, servers
from ops.backup import figures, files, reunion
from ops.backup.archive import pack, unpack
from ops.backup.content import Content, Restored, plain
from ops.backup.manifest import Manifest, new_name, path_of, write
from ops.backup.replacing import fill, put_aside, put_home_back, without_password
from ops.backup.server import ToolFailed, new_folder, run_tool, scratch_server
from ops.backup.store import Store
from ops.secrets import Secrets
from ops.site import Site

Say = Callable[[str], None]


def dump(site: Site, store: Store, admin_url: str, taking: Path, reason: str, home: Mapping[str, Path]) -> Manifest:
    """Dump every database as it is at one moment, with the figures of that moment. Raises ToolFailed, NoQuietMoment."""
    began_at = datetime.now(UTC)
    name = new_name(began_at, "dump")
    seed, dumps = figures.new_seed(), new_folder(taking / "dumps")
    with figures.held(admin_url, figures.databases(admin_url), None) as moment:
        for database, looker in moment.connections.items():
            [[snapshot]] = looker.execute("SELECT pg_export_snapshot()").fetchall()
            login, password = without_password(admin_url, database)
            where = str(dumps / f"{database}.dump")
            run_tool("pg_dump", "-d", login, "-Fc", "-Z0", "--snapshot", snapshot, "-f", where, password=password)
        tables = {each: figures.tables_of(looker, seed) for each, looker in moment.connections.items()}
        heads = {each: figures.head_of(looker) for each, looker in moment.connections.items()}
        revisions = {each: figures.revisions_of(looker) for each, looker in moment.connections.items()}
    listed = files.mirror(site, store)
    parts = {"dumps": dumps, **home}
    sealed = store.seal(path_of(name, "data.tar.gz.age"), lambda target: pack(parts, target))
    content = Content(seed, tables, heads, listed)
    manifest = Manifest(
        name=name,
        kind="dump",
        chain=name,
        parent="",
        reason=reason,
        began_at=began_at,
        taken_at=moment.at,
        ended_at=datetime.now(UTC),
        system="",
        timeline=0,
        point="",
        lsn="",
        server="",
        data=[sealed],
        figures=store.seal_bytes(path_of(name, "figures.age"), plain(content)),
        files=sum(map(len, listed.values())),
        revisions=revisions,
    )
    write(store, manifest)
    return manifest


def fetch_dumps(store: Store, manifest: Manifest, folder: Path) -> Restored:
    """Bring the dumps of a backup into a folder; raises Damaged."""
    account = postgres_files.server_account()
    store.open(manifest.data[0], lambda source: unpack(source, folder, account))
    return Restored(folder / "dumps", folder / "home", folder / "wal")


@contextmanager
def scratch_house(site: Site, restored: Restored) -> Iterator[str]:
    """A server of our own with all that was dumped, until the block ends. Raises ToolFailed, StartFailed."""
    account = postgres_files.server_account()
    data, secrets = restored.data.with_name("scratch"), Secrets(restored.data.with_name("scratch-home"))
    programs = postgres_files.binaries(account)
    postgres_files.initialise(programs, data, account, servers.ADMIN, secrets.get("postgres"))
    with scratch_server(data, secrets, {}) as url:
        for path in sorted(restored.data.glob("*.dump")):
            if service := figures.service_of(path.stem):
                fill(url, service, path, replace(site, home=restored.home).secrets)
        yield url


def put_back(site: Site, restored: Restored, only: str | None, say: Say) -> None:
    """Put what was dumped in the place of the databases there are, which are kept under other names. Raises ToolFailed,
    psycopg.Error; those that were replaced until then are as they were."""
    admin_url = site.admin_url
    moved: list[str] = []
    try:
        for path in sorted(restored.data.glob("*.dump")):
            service = figures.service_of(path.stem)
            if service is None or only not in (None, service):
                continue
            if put_aside(admin_url, service):
                moved.append(service)
            fill(admin_url, service, path, site.secrets)
    except (ToolFailed, psycopg.Error):
        for service in moved:
            put_aside(admin_url, service, back=True)
        raise
    if only is not None:
        reunion.begin_anew(admin_url, only, say)
        return
    reunion.rename_logs(admin_url)
    put_home_back(site, restored, keep=("secrets.json",))
    say("What was there is kept as the databases before_guanxi_...")
