"""A service under test: its own migrated database, its app, tokens for whoever acts, news as if others had told it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import KeySet, OKPKey
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from chassis.auth import SYSTEM, Actor, Scope
from chassis.auth.directory import record_department, record_staff
from chassis.auth.tokens import TokenSigner
from chassis.context import Context, Deployment
from chassis.db import create_engine, new_id
from chassis.events import Event
from chassis.feed.consumers import Consumers
from chassis.feed.tables import feed_event
from chassis.jobs import Jobs
from chassis.jobs.runner import JobRunner
from chassis.settings import ServiceSettings
from chassis.testing.clock import TestClock
from chassis.testing.emptying import KeptDatabase, calm
from chassis.unit_of_work import unit_of_work

Pause = Callable[[int], timedelta]
FOR_YEARS = timedelta(days=3650)
"""How long a token of a test holds: its clock may be moved far."""


@dataclass(frozen=True)
class Keys:
    """A key pair for signing tokens in a test run."""

    private: Path
    public: Path

    @classmethod
    def create(cls, folder: Path) -> Keys:
        """A new Ed25519 pair, as two JWKS files in ``folder``."""
        keys = KeySet([OKPKey.generate_key("Ed25519", {"kid": "test"})])
        made = cls(folder / "signing.json", folder / "public.json")
        made.private.write_text(json.dumps(keys.as_dict(private=True)))
        made.public.write_text(json.dumps(keys.as_dict(private=False)))
        return made


@dataclass
class Caller:
    """Somebody with a token, calling a service."""

    client: FlaskClient
    actor: Actor
    token: str

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        version: int | None = None,
        key: str = "",
        origin: str = "",
        **options: Any,
    ) -> TestResponse:
        """One request. ``version`` becomes If-Match, ``key`` Idempotency-Key. ``origin``: the address it comes from."""
        if origin:
            options["environ_base"] = {"REMOTE_ADDR": origin}
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            options["json"] = body
        return self.client.open(f"/v1{path}", method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.call("POST", path, body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.call("PUT", path, body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.call("PATCH", path, body, **options)


@dataclass
class ServiceUnderTest:
    """One service on a database that is as its migrations made it. ``owner``: the address of that for who may do
    everything. ``clock``: the time for both."""

    app: Flask
    engine: Engine
    signer: TokenSigner
    clock: TestClock
    owner: str = ""
    departments: dict[str, UUID] = field(default_factory=dict)

    @contextmanager
    def unit_of_work(self, actor: Actor = SYSTEM, *, now: datetime | None = None) -> Iterator[Context]:
        """One transaction with a context, for arranging and asking; at the clock's time unless told."""
        with unit_of_work(self.engine, actor=actor, origin="test", now=now, deployment=self.deployment) as ctx:
            yield ctx

    @property
    def deployment(self) -> Deployment:
        """What all work of this service shares, its clock among it."""
        deployment: Deployment = self.app.extensions["deployment"]
        return deployment

    def work(self, jobs: Jobs, *, seconds: float = 60.0, pause: Pause = lambda _: timedelta()) -> None:
        """Do the jobs that are due at the clock's time; those that failed again at once, unless ``pause`` says more."""
        JobRunner(self.engine, jobs, deployment=self.deployment, pause=pause).run_due(seconds)

    def hear(self, consumers: Consumers, *events: Event) -> None:
        """Have the service answer events of one kind, in their order, as if another service had told them."""
        reaction = consumers.reaction_to(events[0].event_name)
        assert reaction is not None, f"{consumers.service} does not hear {events[0].event_name}"
        with self.unit_of_work() as ctx:
            reaction.react(ctx, events)

    def department(self, name: str, *, below: str = "") -> UUID:
        """A department the service has heard of."""
        id = new_id()
        with self.unit_of_work() as ctx:
            parents = self._path(below) if below else ""
            record_department(ctx.session, id=id, version=1, name=name, path=f"{parents}{id}/", active=True)
        self.departments[name] = id
        return id

    def _path(self, name: str) -> str:
        from chassis.auth.directory import Department

        with self.unit_of_work() as ctx:
            return ctx.session.scalars(select(Department.path).where(Department.id == self.departments[name])).one()

    def person(
        self, name: str, permissions: Mapping[str, Scope], *, department: str = "house", roles: tuple[str, ...] = ()
    ) -> Caller:
        """Somebody the service has heard of, ready to call it."""
        unit_id = self.departments.get(department) or self.department(department)
        actor = Actor(id=new_id(), name=name, department_id=unit_id, roles=roles, permissions=dict(permissions))
        with self.unit_of_work() as ctx:
            record_staff(
                ctx.session,
                id=actor.id,
                version=1,
                name=name,
                email=f"{actor.id}@example.com",
                unit_id=unit_id,
                roles=list(roles),
                active=True,
                since=ctx.now,
            )
        return self.caller(actor)

    def caller(self, actor: Actor) -> Caller:
        """Somebody with a token that says what they may; the same person may have several."""
        token = self.signer.sign(actor, now=self.clock(), lifetime=FOR_YEARS)
        return Caller(self.app.test_client(), actor, token)

    def told(self, name: str) -> list[dict[str, Any]]:
        """The events of a name that the service has said so far, oldest first."""
        with self.engine.connect() as connection:
            rows = select(feed_event.c.data).where(feed_event.c.type == name).order_by(feed_event.c.id)
            return list(connection.scalars(rows))


@dataclass
class KeptService:
    """A service that was built once, for many tests after one another: its app, its engine."""

    app: Flask
    engine: Engine
    keys: Keys
    database: KeptDatabase
    used_by: str = "its building"
    _config: dict[str, Any] = field(init=False)
    _extensions: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._config, self._extensions = dict(self.app.config), dict(self.app.extensions)

    @classmethod
    def build(
        cls, create_app: Callable[..., Flask], settings: ServiceSettings, keys: Keys, database: KeptDatabase
    ) -> KeptService:
        """The app of a service with an engine of its own."""
        engine = create_engine(settings.database_url, pool=4)
        return cls(create_app(settings, engine, database.clock), engine, keys, database)

    def again(self) -> ServiceUnderTest:
        """The service as it was built: what a test before changed of its app, read of ended access, or left set or
        locked in a connection is gone. The database is emptied by its keeper. Raises LeftBehind when a test before
        still uses a connection."""
        before, self.used_by = self.used_by, os.environ.get("PYTEST_CURRENT_TEST", "")
        calm(self.engine, before)
        for kept, now in ((self._config, self.app.config), (self._extensions, self.app.extensions)):
            now.clear()
            now.update(kept)
        self.app.extensions["verifier"].look_again()
        return ServiceUnderTest(
            app=self.app,
            engine=self.engine,
            signer=TokenSigner(self.keys.private),
            clock=self.database.clock,
            owner=self.database.database.owner,
        )
