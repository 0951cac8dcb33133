"""A small installation with a server of its own that keeps everything, and one database in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from chassis.audit.sealing import seal_once
from chassis.auth import SYSTEM
from chassis.db import create_engine, new_id
from chassis.db.migrate import upgrade
from chassis.db.trail import record_change
from chassis.unit_of_work import unit_of_work
from ops.backup.manifest import Manifest, read_all
from ops.backup.policy import Policy
from ops.backup.store import Store
from ops.backup.taking import open_store, take
from ops.databases import create_database
from ops.keys import ensure_keys
from ops.servers import PostgresServer, start_postgres
from ops.site import Site
from ops.trial import free_base
from services.customer.store.models import Customer

PAPER = b"a paper that somebody has signed"
PAPER_NAME = "ab/cd/8f4a1f6f6c5d7a1f"


@dataclass
class House:
    """An installation of one database, and its backups."""

    site: Site
    policy: Policy
    server: PostgresServer | None = None
    said: list[str] = field(default_factory=list)
    came: datetime | None = None

    def start(self) -> None:
        self.server = start_postgres(self.site.home, self.site.port_of("postgres"), settings={"fsync": "off"})

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()
            self.server = None

    def add(self, name: str) -> datetime:
        """A new customer, its trail sealed; when it was."""
        engine = create_engine(self.site.database_url("customer"))
        with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
            of: dict[str, Any] = {"kind": "person", "status": "active", "author_name": "王芳"}
            of |= {"sort_key": "", "initials": "", "pairs": [], "counted_from": ctx.today}
            of |= {"verified_by": new_id(), "verified_at": ctx.now}
            row = Customer(code=str(new_id()), name=name, owner_id=new_id(), author_id=new_id(), **of)
            ctx.session.add(row)
            record_change(ctx, "thing", new_id(), "changed", {})
        engine.dispose()
        with psycopg.connect(self.owner, autocommit=True) as connection:
            while seal_once(connection, datetime.now(UTC)):
                pass
            [[at]] = connection.execute("SELECT clock_timestamp()").fetchall()
        return at

    @property
    def owner(self) -> str:
        return self.site.database_url("customer", owner=True)

    def names(self) -> set[str]:
        with psycopg.connect(self.owner) as connection:
            return {row[0] for row in connection.execute("SELECT name FROM customer")}

    def back_up(self, *, full: bool = False) -> Manifest:
        return take(self.site, self.policy, self.said.append, full=full)

    @property
    def environ(self) -> dict[str, str]:
        """What a command finds in its environment here."""
        home = {"GUANXI_HOME": str(self.site.home), "GUANXI_PORT": str(self.site.port)}
        return {**home, "DATABASE_URL": "", "REDIS_URL": ""}

    @property
    def store(self) -> Store:
        return open_store(self.policy)

    @property
    def backups(self) -> list[Manifest]:
        return read_all(self.store)

    def command(self, *words: str) -> subprocess.Popen[str]:
        """`guanxi ...` in this house."""
        environ = {**os.environ, **self.environ}
        line = [sys.executable, "-m", "ops", *words]
        return subprocess.Popen(line, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, *words: str) -> tuple[int, str]:
        process = self.command(*words)
        said, _ = process.communicate(timeout=280)
        return process.returncode, said


def furnish(home: Path) -> House:
    """A house with one database, a customer and a paper, running."""
    site = Site(home, port=free_base(), environ={})
    house = House(site, Policy.from_env({}, home))
    house.start()
    create_database(site.admin_url, "customer", site.secrets)
    ensure_keys(site.signing_keys, site.public_keys, site.factor_key)
    upgrade("customer", site.database_url("customer", owner=True))
    paper = home / "files" / "customer" / PAPER_NAME
    paper.parent.mkdir(parents=True)
    paper.write_bytes(PAPER)
    house.add("first")
    return house
