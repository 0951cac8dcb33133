"""A house whose people sign in through a provider: the real auth service and the real gateway, each behind a server of
its own in the test's process, on a real database. The provider lives at another site than the pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select
from werkzeug.serving import make_server

from chassis.auth import SYSTEM
from chassis.auth.sealing import make_box_key
from chassis.db import create_engine
from chassis.testing.servers import DatabaseFactory
from chassis.testing.service import Keys
from chassis.unit_of_work import unit_of_work
from contracts.services import SERVICES
from gateway.app import create_app as create_gateway
from gateway.settings import GatewaySettings
from ops.servers import free_port
from services.auth.app import create_app as create_auth
from services.auth.cli import ensure_house
from services.auth.settings import Settings
from services.auth.store import queries
from services.auth.store.models import Role, Staff
from services.auth.usecases.passwords import set_password
from services.auth.usecases.staff import say_changed
from tests.support.databases import prepare_service
from tests.support.fleet import PASSWORD
from tests.support.openid import CLIENT, SECRET, OpenIdProvider, running_provider

NAME = "公司账号"
NOWHERE = "http://127.0.0.1:9"


@dataclass
class SsoScenario:
    """Its pages, their address, its provider, and its people."""

    pages: Flask
    address: str
    provider: OpenIdProvider
    engine: Engine

    def hire(self, username: str, *roles: str) -> str:
        """Somebody with the common password; their id."""
        with unit_of_work(self.engine, actor=SYSTEM, origin="test") as ctx:
            admin = queries.staff_by_username(ctx.session, "admin")
            assert admin is not None
            unit = admin.department_id
            person = Staff(username=username, name="王芳", department_id=unit, roles=list(roles), active=True)
            ctx.session.add(person)
            say_changed(ctx, person)
            set_password(ctx, person, PASSWORD, must_change=False, action="password_changed")
            return str(person.id)

    def let_administrator_in(self) -> None:
        """The administrator has chosen the common password."""
        with unit_of_work(self.engine, actor=SYSTEM, origin="test") as ctx:
            admin = queries.staff_by_username(ctx.session, "admin")
            assert admin is not None
            set_password(ctx, admin, PASSWORD, must_change=False, action="password_changed")

    def role(self, code: str) -> Role:
        with unit_of_work(self.engine, actor=SYSTEM, origin="test") as ctx:
            return ctx.session.scalars(select(Role).where(Role.code == code)).one()


@contextmanager
def running_scenario(make_database: DatabaseFactory, folder: Path, **settings: Any) -> Iterator[SsoScenario]:
    """The scenario, for as long as it is needed."""
    keys, box = Keys.create(folder), folder / "factors.key"
    make_box_key(box)
    port = free_port()
    address = f"http://localhost:{port}"
    with ExitStack() as stack:
        provider = stack.enter_context(running_provider())
        provider.register(f"{address}/sign-in/oidc/callback")
        database = make_database("auth", prepare_service("auth"))
        stack.callback(make_database.drop, database)
        engine = create_engine(database.app, pool=6)
        stack.callback(engine.dispose)
        values: dict[str, Any] = {
            "service_name": "auth",
            "database_url": database.app,
            "redis_url": "redis://127.0.0.1:1/0",
            "auth_jwks_file": keys.public,
            "auth_signing_keys_file": keys.private,
            "auth_factor_key_file": box,
            "public_url": address,
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
        }
        auth = create_auth(Settings(**{**values, **settings}), engine)
        with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
            ensure_house(ctx)
        auth_port = stack.enter_context(_serving(auth, 0))
        urls = dict.fromkeys(SERVICES, NOWHERE) | {"auth": f"http://127.0.0.1:{auth_port}"}
        pages = create_gateway(
            GatewaySettings(secret_key="for tests", log_level="ERROR", public_url=address, oidc_name=NAME, urls=urls)
        )
        stack.enter_context(_serving(pages, port))
        yield SsoScenario(pages, address, provider, engine)


@contextmanager
def _serving(app: Flask, port: int) -> Iterator[int]:
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
