"""The embedded servers, really started."""

import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from ops import postgres_files, servers
from ops.databases import DatabaseUrls, create_database
from ops.secrets import Secrets
from ops.servers import PostgresServer


@pytest.fixture
def home() -> Iterator[Path]:
    with servers.temporary_home() as folder:
        yield folder


@pytest.fixture
def urls(postgres_server: PostgresServer, servers_home: Path) -> DatabaseUrls:
    return create_database(postgres_server.admin_url, "auth", Secrets(servers_home), database="test_ops_rights")


def test_postgres_keeps_its_data_over_a_restart_and_a_kill(home: Path) -> None:
    server = servers.start_postgres(home, servers.free_port())
    with psycopg.connect(server.admin_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    again = servers.start_postgres(home, servers.free_port())
    with psycopg.connect(again.admin_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    again.stop()


def test_postgres_never_runs_as_root(postgres_server: PostgresServer) -> None:
    uids = psutil.Process(postgres_server.process.pid).uids()
    assert uids.real == uids.effective != 0


def test_postgres_orders_text_the_same_way_on_every_machine(postgres_server: PostgresServer) -> None:
    with psycopg.connect(postgres_server.admin_url) as connection:
        row = connection.execute(
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'postgres'"
        ).fetchone()
    assert row == ("b", "C.UTF-8")


def test_stopping_postgres_leaves_no_process(home: Path) -> None:
    server = servers.start_postgres(home, servers.free_port(), durable=False)
    family = [psutil.Process(server.process.pid), *psutil.Process(server.process.pid).children()]
    with psycopg.connect(server.admin_url):
        server.stop()
    assert len(family) > 2
    assert not any(each.is_running() for each in family)


@pytest.mark.parametrize("closed", [True, False])
def test_a_data_folder_closed_to_the_server_gets_its_data_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    outside = home / "system"
    monkeypatch.setattr(postgres_files, "SYSTEM_FOLDER", outside)
    data = home / "data"
    data.mkdir()
    data.chmod(0o700 if closed else 0o711)
    account = postgres_files.server_account()
    folder = postgres_files.folder(data, account)
    if account and closed:
        assert folder.parent == outside
        assert folder.stat().st_uid == account.uid
    else:
        assert folder == data / "postgres"
    assert postgres_files.folder(data, account) == folder


def test_the_application_user_may_not_delete(urls: DatabaseUrls) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("DROP TABLE IF EXISTS customer")
        owner.execute("CREATE TABLE customer (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
    with psycopg.connect(urls.app, autocommit=True) as app:
        app.execute("INSERT INTO customer (name) VALUES ('张三')")
        app.execute("UPDATE customer SET name = '李四'")
        assert app.execute("SELECT name FROM customer").fetchall() == [("李四",)]
        for forbidden in ("DELETE FROM customer", "TRUNCATE customer", "DROP TABLE customer", "CREATE TABLE mine ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)


def test_another_service_cannot_connect(
    postgres_server: PostgresServer, servers_home: Path, urls: DatabaseUrls
) -> None:
    other = create_database(postgres_server.admin_url, "customer", Secrets(servers_home), database="test_ops_other")
    stranger = other.app.replace("/test_ops_other", "/test_ops_rights")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(stranger)


def test_creating_a_database_again_changes_nothing(
    postgres_server: PostgresServer, servers_home: Path, urls: DatabaseUrls
) -> None:
    assert create_database(postgres_server.admin_url, "auth", Secrets(servers_home), database="test_ops_rights") == urls


def test_search_by_part_of_a_name_has_its_extensions(urls: DatabaseUrls) -> None:
    with psycopg.connect(urls.app) as app:
        names = {row[0] for row in app.execute("SELECT extname FROM pg_extension")}
    assert {"pg_trgm", "btree_gin"} <= names


def test_valkey_keeps_its_data_and_asks_for_its_password(home: Path) -> None:
    server = servers.start_valkey(home, servers.free_port())
    with redis.Redis.from_url(server.url) as client:
        client.set("kept", "7")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    with redis.Redis(port=server.port) as stranger, pytest.raises(redis.exceptions.AuthenticationError):
        stranger.ping()
    assert Secrets(home).get("valkey") not in " ".join(psutil.Process(server.process.pid).cmdline())
    time.sleep(1.1)  # appendfsync everysec: what a kill may lose at most
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    again = servers.start_valkey(home, servers.free_port())
    with redis.Redis.from_url(again.url) as client:
        assert client.get("kept") == b"7"
    again.stop()


def test_secrets_are_made_once_and_are_for_their_owner_only(home: Path) -> None:
    first = Secrets(home).get("gateway")
    assert Secrets(home).get("gateway") == first != Secrets(home).get("valkey")
    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600
    assert Secrets(home, {"gateway": "given"}).get("gateway") == "given"
