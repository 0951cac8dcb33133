"""The five services' databases, and a wire between them that carries what they say, as relays and feed workers do."""

from __future__ import annotations

import importlib
import json
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from chassis.auth import SYSTEM
from chassis.db import create_engine
from chassis.events import Event
from chassis.feed.acks import take_ack
from chassis.feed.delivery import deliver
from chassis.feed.messages import Batch
from chassis.feed.relay import Relay
from chassis.feed.subscriptions import sync_subscriptions
from chassis.unit_of_work import unit_of_work
from contracts.catalog import CATALOG
from contracts.services import SERVICES
from ops.site import Site

BLANK = {"text": "x", "uuid": str(UUID(int=1)), "timestamp with time zone": "2026-11-29", "ARRAY": "{}", "bigint": 1}
BLANK |= {"integer": 1, "boolean": False, "jsonb": "{}", "date": "2026-11-29"}


class Network:
    """Open for as long as the server runs."""

    def __init__(self, site: Site) -> None:
        self.site, self.now, self.stack = site, 0.0, ExitStack()
        self.engines: dict[str, Engine] = {}
        self.sent: list[tuple[str, Batch]] = []
        self.relays: dict[str, Relay] = {}
        for service in SERVICES:
            engine = create_engine(site.database_url(service))
            self.stack.callback(engine.dispose)
            self.engines[service] = engine
            wire = self.stack.enter_context(psycopg.connect(site.database_url(service, owner=True), autocommit=True))
            sync_subscriptions(wire, service, CATALOG)
            self.relays[service] = Relay(wire, service, self._send, clock=lambda: self.now)
        self.consumers = {name: importlib.import_module(f"services.{name}.consumers").consumers for name in SERVICES}

    def _send(self, *message: Any) -> None:
        self.sent.append((str(message[1]).partition(".")[0], Batch.read(message[2])))

    def close(self) -> None:
        self.stack.close()

    def say(self, service: str, *events: Event) -> None:
        """A service says something."""
        with unit_of_work(self.engines[service], actor=SYSTEM, origin="test") as ctx:
            ctx.emit(*events)

    def pass_on(self, rounds: int = 6) -> None:
        """Let everything arrive that is under way, and what it causes."""
        for _ in range(rounds):
            for relay in self.relays.values():
                relay.tick()
            self.deliver()
            self.now += 6.0

    def deliver(self) -> None:
        while self.sent:
            listener, batch = self.sent.pop(0)
            take_ack(self.engines[batch.producer], deliver(self.engines[listener], self.consumers[listener], batch))

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.site.database_url(service, owner=True)) as connection:
            return connection.execute(query).fetchall()

    def versions(self, service: str, table: str, version: str = "version") -> dict[UUID, int]:
        """Of each row of a copy its version."""
        return dict(self.rows(service, f"SELECT id, {version} FROM {table}"))  # type: ignore[arg-type]

    def troubles(self) -> list[Any]:
        """Who does not hear somebody as it should be."""
        found: list[Any] = []
        for service in SERVICES:
            asked = "SELECT consumer, status, status_detail FROM feed_subscription WHERE status <> 'ok'"
            found += [(service, *row) for row in self.rows(service, asked)]
            asked = "SELECT producer, status, status_detail FROM feed_cursor WHERE status <> 'ok'"
            found += [(service, *row) for row in self.rows(service, asked)]
        return found

    def fill(self, service: str, table: str, **values: Any) -> None:
        """A row with something in every column that has to have something."""
        query = """SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s
            AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER'"""
        with psycopg.connect(self.site.database_url(service, owner=True)) as connection:
            needed = {name: BLANK[kind] for name, kind in connection.execute(query, [table])}
            row = needed | values
            names = sql.SQL(", ").join(map(sql.Identifier, row))
            marks = sql.SQL(", ").join([sql.Placeholder()] * len(row))
            insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), names, marks)
            connection.execute(insert, [json.dumps(v) if isinstance(v, dict) else v for v in row.values()])
