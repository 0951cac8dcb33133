"""The proof of a backup: restored from the store into a scratch place, started, compared with the original."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from chassis.audit.verifying import verify
from chassis.db import create_engine
from ops.audit import sealed_by
from ops.backup import figures, files
from ops.backup.content import Content, Restored, content_of
from ops.backup.figures import Tables
from ops.backup.foreign import fetch_dumps, scratch_house
from ops.backup.manifest import Manifest, Proof
from ops.backup.restored import aim, fetch
from ops.backup.server import ToolFailed, scratch_server
from ops.backup.store import Damaged, Store
from ops.programs import StartFailed
from ops.site import Site


def prove(
    site: Site, store: Store, chain: Sequence[Manifest], folder: Path, looked_at: Mapping[str, set[str]] | None = None
) -> Proof:
    """Restore the last backup of a chain into ``folder`` and compare it with the figures of its moment. ``looked_at``:
    files that a proof has opened before. What is wrong is found, never raised."""
    began, manifest = time.monotonic(), chain[-1]
    found: list[str] = []
    tables: dict[str, Tables] = {}
    try:
        content = content_of(store, manifest)
        with _risen(site, store, chain, folder) as (restored, url):
            tables, said = compare(url, site, restored, content)
        found += said
        found += files.missing(store, content.files, looked_at or {})
    except (Damaged, StartFailed, ToolFailed, psycopg.Error, KeyError, ValueError) as error:
        found.append(str(error) or type(error).__name__)
    return Proof(
        at=datetime.now(UTC),
        seconds=round(time.monotonic() - began, 1),
        tables=sum(map(len, tables.values())),
        rows=sum(int(figure[0]) for each in tables.values() for figure in each.values()),
        found=found,
    )


@contextmanager
def _risen(site: Site, store: Store, chain: Sequence[Manifest], folder: Path) -> Iterator[tuple[Restored, str]]:
    if chain[-1].kind == "dump":
        restored = fetch_dumps(store, chain[-1], folder)
        with scratch_house(site, restored) as url:
            yield restored, url
        return
    restored = fetch(store, chain, folder)
    with scratch_server(restored.data, restored.secrets, aim(restored, chain[-1])) as url:
        yield restored, url


def compare(url: str, site: Site, restored: Restored, content: Content) -> tuple[dict[str, Tables], list[str]]:
    """The tables of a restored server, and what differs from the original, a sentence each."""
    tables = {}
    for name in figures.databases(url):
        with figures.connect(url, name) as connection:
            tables[name] = figures.tables_of(connection, content.seed)
    found = figures.differences(content.tables, tables)
    found += broken_seals(url, content.heads)
    if tables.get("guanxi_customer", {}).get("customer", [0])[0]:
        found += unreadable(replace(site, home=restored.home, server_url=url))
    return tables, found


def broken_seals(url: str, heads: Mapping[str, str]) -> list[str]:
    """What is wrong with the seals of a restored server, whose chains have to hold the given heads."""
    found = []
    for name in figures.databases(url):
        service = figures.service_of(name)
        if service is None:
            continue
        with figures.connect(url, name) as connection:
            if not figures.head_of(connection) and not heads.get(name):
                continue
            seen = verify(connection, (heads[name],) if heads.get(name) else (), sealed_by(service))
        found += [f"{name}: {flaw}" for flaw in seen.flaws[:5]]
    return found


def unreadable(there: Site) -> list[str]:
    """Whether the customer service itself, with the restored password, reads a customer: nothing, or the reason."""
    from services.customer.store.models import Customer

    engine = create_engine(there.database_url("customer"), pool=1)
    try:
        with Session(engine) as session:
            read = session.scalars(select(Customer).order_by(Customer.id.desc()).limit(1)).first()
    except SQLAlchemyError as error:
        return [f"the customer service cannot read a customer: {type(error).__name__}"]
    finally:
        engine.dispose()
    return [] if read is not None else ["the customer service reads no customer"]
