"""Taking a backup: the server's files, its log up to one moment, the figures of that moment, secrets, keys, files."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from ops import postgres_files
from ops.backup import figures, files, wal
from ops.backup.archive import pack
from ops.backup.content import Content, content_of, plain
from ops.backup.foreign import dump
from ops.backup.keys import ensure_key, read_key, recipients_of
from ops.backup.lock import locked, running
from ops.backup.manifest import (
    Kind,
    Manifest,
    chain_of,
    leftovers,
    new_name,
    path_of,
    read_all,
    with_proof,
    write,
)
from ops.backup.policy import Policy, expendable, goes_on
from ops.backup.proving import prove
from ops.backup.replacing import home_files, without_password
from ops.backup.server import ToolFailed, new_folder, run_tool, workplace
from ops.backup.store import Store
from ops.site import Site

Say = Callable[[str], None]


def open_store(policy: Policy) -> Store:
    """The store of a house, which the key of this machine opens; raises SiteError without a key."""
    return Store(policy.url, read_key(policy.key_file), recipients_of(policy))


def take(site: Site, policy: Policy, say: Say, *, full: bool = False, reason: str = "asked for") -> Manifest:
    """Take a backup, prove it, and take away what is no longer kept; raises SiteError, ToolFailed, NoQuietMoment and
    what the store raises. What is wrong with the backup itself stands in its proof."""
    with locked(site):
        ensure_key(policy.key_file)
        store = open_store(policy)
        store.clear_unfinished()
        store.remove(leftovers(store))
        with running(site) as admin_url, workplace(site) as work:
            backups = read_all(store)
            looked_at: dict[str, set[str]] = {}
            if site.server_url is not None:
                taking = new_folder(work / "taking")
                manifest = dump(site, store, admin_url, taking, reason, _home_parts(site))
            else:
                wal.begin(site)
                onto = _onto(backups, admin_url, policy, full)
                manifest, looked_at = _take(site, store, admin_url, work, onto, reason)
            say(f"{manifest.name}: {manifest.size / 1e6:.1f} MB; proving it")
            shutil.rmtree(work / "taking")
            chain = [*chain_of([*backups, manifest], manifest)]
            manifest = with_proof(manifest, prove(site, store, chain, new_folder(work / "proof"), looked_at))
            write(store, manifest)
        if manifest.proven:
            for each in expendable([*backups, manifest], policy.keep):
                forget(store, each.name)
                say(f"{each.name}: no longer kept")
            store.remove(wal.expendable(store.names(wal.FOLDER), read_all(store)))
        return manifest


def forget(store: Store, name: str) -> None:
    """Take a backup away; its manifest first, so that no half of one is ever seen."""
    store.remove([path_of(name, "manifest.json")])
    store.remove(store.names(path_of(name, "")))


def _onto(backups: list[Manifest], admin_url: str, policy: Policy, full: bool) -> Manifest | None:
    """The backup that the next one is put onto; None for a new chain."""
    system, timeline = identity(admin_url)
    mine = [each for each in backups if each.kind != "dump" and (each.system, each.timeline) == (system, timeline)]
    if full or not mine:
        return None
    chain = chain_of(backups, mine[-1])
    return mine[-1] if goes_on(chain, datetime.now(UTC), policy.full_days) else None


def identity(admin_url: str) -> tuple[str, int]:
    """Which PostgreSQL this is, and on which of its timelines: a restore begins a new one."""
    query = "SELECT system_identifier::text, timeline_id FROM pg_control_system(), pg_control_checkpoint()"
    with psycopg.connect(admin_url) as admin:
        [[system, timeline]] = admin.execute(query).fetchall()
    return system, timeline


def _take(
    site: Site, store: Store, admin_url: str, work: Path, onto: Manifest | None, reason: str
) -> tuple[Manifest, dict[str, set[str]]]:
    began_at = datetime.now(UTC)
    kind: Kind = "incremental" if onto else "full"
    name = new_name(began_at, kind)
    taking = new_folder(work / "taking")
    system, _ = identity(admin_url)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        # While this connection lives the server keeps its log from here on.
        admin.execute(
            "SELECT pg_create_physical_replication_slot(%s, true, true)", [f"backup_{name[:16].lower().strip('z')}"]
        )
        try:
            _base(admin_url, store, taking, onto)
        except ToolFailed:
            if onto is None:
                raise
            shutil.rmtree(taking / "data", ignore_errors=True)  # it no longer knows what has changed since
            onto, kind = None, "full"
            name = new_name(began_at, kind)
            _base(admin_url, store, taking, None)
        with figures.held(admin_url, figures.databases(admin_url), name) as moment:
            _copy_log(admin, site, taking)
            seed = figures.new_seed()
            tables = {each: figures.tables_of(looker, seed) for each, looker in moment.connections.items()}
            heads = {each: figures.head_of(looker) for each, looker in moment.connections.items()}
            revisions = {each: figures.revisions_of(looker) for each, looker in moment.connections.items()}
        version = str(admin.info.server_version)
    known: dict[str, set[str]] = {}
    listed = files.mirror(site, store, known)  # after the moment: a file is there before the row that names it
    before = _files_before(store, onto)
    parts = {"data": taking / "data", "wal": taking / "wal", **_home_parts(site)}
    data = [
        store.seal(path_of(name, "data.tar.gz.age"), lambda target: pack(parts, target)),
        store.seal_bytes(path_of(name, "backup_manifest.age"), (taking / "data" / "backup_manifest").read_bytes()),
    ]
    content = Content(seed, tables, heads, listed)
    manifest = Manifest(
        name=name,
        kind=kind,
        chain=onto.chain if onto else name,
        parent=onto.name if onto else "",
        reason=reason,
        began_at=began_at,
        taken_at=moment.at,
        ended_at=datetime.now(UTC),
        system=system,
        timeline=moment.timeline,
        point=name,
        lsn=moment.lsn,
        server=version,
        data=data,
        figures=store.seal_bytes(path_of(name, "figures.age"), plain(content)),
        files=sum(map(len, listed.values())),
        revisions=revisions,
    )
    write(store, manifest)
    return manifest, before


def _base(admin_url: str, store: Store, taking: Path, onto: Manifest | None) -> None:
    login, password = without_password(admin_url, "postgres")
    arguments = [
        "-d",
        login,
        "-D",
        str(taking / "data"),
        "-c",
        "fast",
        "-X",
        "stream",
        "--no-sync",
    ]
    if onto is not None:
        parent = taking / "parent_manifest"
        parent.write_bytes(store.open_bytes(path_of(onto.name, "backup_manifest.age")))
        arguments += ["--incremental", str(parent)]
        _for_the_server(parent)
    run_tool("pg_basebackup", *arguments, password=password)


def _copy_log(admin: psycopg.Connection, site: Site, taking: Path) -> None:
    """The server's log from the end of the base backup to the moment that is held."""
    target = new_folder(taking / "wal")
    ranges = json.loads((taking / "data" / "backup_manifest").read_text())["WAL-Ranges"]
    [[first]] = admin.execute("SELECT pg_walfile_name(%s::pg_lsn)", [ranges[-1]["End-LSN"]]).fetchall()
    [[last]] = admin.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchall()
    source = site.home / "postgres" / "data" / "pg_wal"
    for path in sorted(source.iterdir()):
        if path.is_file() and first <= path.name <= last:
            shutil.copyfile(path, target / path.name)


def _home_parts(site: Site) -> Mapping[str, Path]:
    return {f"home/{name}": path for name, path in home_files(site).items() if path.exists()}


def _files_before(store: Store, onto: Manifest | None) -> dict[str, set[str]]:
    """The files that the proof of the backup before has looked at."""
    if onto is None:
        return {}
    return {service: set(paths) for service, paths in content_of(store, onto).files.items()}


def _for_the_server(path: Path) -> None:
    if account := postgres_files.server_account():
        os.chown(path, account.uid, account.gid)
