"""One process that has everything loaded but the services, with a PostgreSQL and a migrated database of each service:
tests run in a fork of it, so that what is imported and started once is not imported and started for each mutant.

Runs in a scratch copy of the tree; what it mutates is that copy.
"""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from chassis.testing import servers as test_servers
from chassis.testing.servers import DatabaseFactory
from contracts.services import SERVICES
from ops import servers
from ops.databases import create_database
from ops.secrets import Secrets
from tests.support.databases import prepare_service

MEMORY = 4 * 2**30
"""Bytes that a mutant may take."""

KILLED, SURVIVED, TIMEOUT = "killed", "survived", "killed by time"
NOTHING_RAN = 5  # pytest's status


class Chosen:
    """A pytest plugin: runs the chosen tests only, in their order."""

    def __init__(self, tests: list[str]) -> None:
        self.order = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


class Nursery:
    """``with nursery(root)``: runs tests in forks of this process."""

    def __init__(self, root: Path, home: Path, server: servers.PostgresServer) -> None:
        self.root, self.server, self.log = root, server, home / "log.txt"
        secrets = Secrets(home)
        self.factory = DatabaseFactory(
            server.admin_url,
            lambda service, name: create_database(server.admin_url, service, secrets, database=name),
        )
        for service in SERVICES:
            prepare = prepare_service(service)
            urls = self.factory.create_database(service, f"template_{service}")
            if self.fork(lambda prepare=prepare, urls=urls: prepare(urls.owner, ""), 60):
                raise RuntimeError(f"the database of {service} cannot be migrated: {self.log.read_text()}")
            self.factory._templates[service, prepare] = urls

    def preload(self, names: list[str]) -> None:
        """Import what the tests import, but neither services nor tests."""
        for name in names:
            if name.partition(".")[0] not in ("services", "tests", "_pytest", "pytest_timeout", "conftest"):
                try:
                    importlib.import_module(name)
                except Exception:
                    continue
        assert not any(name.startswith("services.") for name in sys.modules), "a mutant would not be loaded"

    def fork(self, work: Callable[[], Any], seconds: float) -> int:
        """Do something in a child; its status, or -1 when it took longer than that."""
        child = os.fork()
        if child == 0:
            status = 99
            try:
                os.setsid()
                resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
                with self.log.open("w") as log:
                    os.dup2(log.fileno(), 1)
                    os.dup2(log.fileno(), 2)
                    status = int(work() or 0)
            finally:
                os._exit(status)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.01)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return -1

    def pytest(self, files: list[str], *plugins: Any, keep_bytecode: bool = False) -> int:
        """Run pytest in this process, which is a fork."""
        servers.start_postgres = lambda *_, **__: _NeverStopped(self.server)  # type: ignore[assignment]
        test_servers.DatabaseFactory = lambda *_: self.factory  # type: ignore[assignment,misc]
        sys.dont_write_bytecode = not keep_bytecode
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        return int(pytest.main(["-q", "-p", "pytest_timeout", "-p", "no:cacheprovider", *files], plugins=list(plugins)))

    def try_mutant(self, module: str, source: str, tests: list[str], seconds: float) -> str:
        """Put a mutant in the place of its module, run tests until one notices, put the module back."""
        files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
        path = self.root / module
        was = path.read_text()
        path.write_text(source)
        try:
            status = self.fork(lambda: self.pytest(["-x", *files], Chosen(tests)), seconds)
        finally:
            path.write_text(was)
        if status != 0:
            self.drop_leftovers()
        if status == NOTHING_RAN:
            raise RuntimeError(f"none of {tests[:3]} is there: {self.log.read_text()[-500:]}")
        return {0: SURVIVED, -1: TIMEOUT}.get(status, KILLED)

    def drop_leftovers(self) -> None:
        """Drop the databases of a run that did not come to its end."""
        with psycopg.connect(self.server.admin_url, autocommit=True) as admin:
            for (name,) in admin.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_'").fetchall():
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


class _NeverStopped:
    def __init__(self, server: servers.PostgresServer) -> None:
        self.admin_url = server.admin_url

    def stop(self) -> None:
        """Others use it after this."""


@contextmanager
def nursery(root: Path) -> Iterator[Nursery]:
    """A nursery with its PostgreSQL, stopped at the end."""
    with servers.temporary_home() as home:
        server = servers.start_postgres(home, servers.free_port(), durable=False)
        try:
            yield Nursery(root, home, server)
        finally:
            server.stop()
