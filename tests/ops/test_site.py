"""One installation: ports, environment, passwords, its lock."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from contracts.services import SERVICES
from ops import launcher, migrations
from ops.databases import create_database
from ops.fleet import FLEET
from ops.secrets import Secrets
from ops.servers import PostgresServer
from ops.site import Site, SiteError
from ops.trial import free_base


def test_a_taken_port_stops_the_start_with_a_sentence_that_names_the_variable(tmp_path: Path) -> None:
    base = free_base()
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", base + 2))
        holder.listen()
        with pytest.raises(SiteError, match=f"Port {base + 2} .*set GUANXI_PORT"):
            Site(tmp_path, port=base).check_ports()


@pytest.mark.parametrize("text", ["http", "80", "99999", "-1"])
def test_a_port_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(SiteError, match="GUANXI_PORT"):
        Site.from_env({"GUANXI_PORT": text})


def test_a_second_launcher_on_the_same_data_is_refused(tmp_path: Path) -> None:
    environment = {**os.environ, "GUANXI_HOME": str(tmp_path), "GUANXI_PORT": "64000"}
    with launcher.alone(tmp_path):
        second = subprocess.run(
            [sys.executable, "-m", "ops", "up"], env=environment, capture_output=True, text=True, timeout=60
        )
    assert second.returncode == 1
    assert second.stderr == f"guanxi: Guanxi is running already with the data in {tmp_path}.\n"


def test_a_start_that_is_refused_leaves_no_folder_behind_that_was_not_there(tmp_path: Path) -> None:
    base, home = free_base(), tmp_path / "new" / "home"
    environment = {**os.environ, "GUANXI_HOME": str(home), "GUANXI_PORT": str(base), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "ops", "up"]
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", base + 2))
        holder.listen()
        for there in (False, True):
            if there:
                home.mkdir(parents=True)
            refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
            assert refused.returncode == 1
            assert f"Port {base + 2} " in refused.stderr
            assert home.exists() is there
    assert [each.name for each in tmp_path.iterdir()] == ["new"]


def test_what_processes_lay_aside_lies_in_the_data_folder_and_goes_with_the_next_start(tmp_path: Path) -> None:
    with TemporaryDirectory(dir="/tmp") as short:
        assert Site(Path(short), environ={}).environment("scheduler")["TMPDIR"] == f"{short}/tmp"
        long = Site(Path(short) / ("x" * 80), environ={})
        assert "TMPDIR" not in long.environment("scheduler"), "no room for sockets"
    site = Site(tmp_path, environ={})
    (site.scratch / "pymp-1").mkdir(parents=True)
    launcher.empty_scratch(site)
    assert list(site.scratch.iterdir()) == []


def test_the_mail_catcher_runs_only_where_no_mail_server_is_set(tmp_path: Path) -> None:
    assert Site(tmp_path, environ={}).runs("mailbox")
    elsewhere = Site(tmp_path, environ={"SMTP_URL": "smtp://mail.example.com"})
    assert not elsewhere.runs("mailbox")
    assert "MAILBOX_URL" not in elsewhere.environment("gateway")


def test_the_administrators_database_url_reaches_no_process_but_the_one_that_backs_all_of_it_up(tmp_path: Path) -> None:
    site = Site.from_env(
        {"GUANXI_HOME": str(tmp_path), "DATABASE_URL": "postgresql+psycopg://boss:topsecret@db:5432/x?sslmode=require"}
    )
    for process in FLEET:
        assert ("topsecret" in str(site.environment(process.service))) is (process.service == "backup")
    expected = (
        f"postgresql://guanxi_auth:{site.secrets.get('database.guanxi_auth')}@db:5432/guanxi_auth?sslmode=require"
    )
    assert site.environment("auth")["DATABASE_URL"] == expected


def test_each_process_gets_the_database_password_of_its_own_service_only(tmp_path: Path) -> None:
    site = Site(tmp_path, environ={})
    passwords = {service: site.secrets.get(f"database.guanxi_{service}") for service in SERVICES}
    for process in FLEET:
        held = {
            service for service, password in passwords.items() if password in str(site.environment(process.service))
        }
        assert held == ({process.service} if process.service in SERVICES else set())
        assert not any(
            site.secrets.get(f"database.guanxi_{each}_owner") in str(site.environment(each)) for each in SERVICES
        )


def test_only_the_auth_service_is_told_where_the_signing_keys_are(tmp_path: Path) -> None:
    told = {
        process.service for process in FLEET if "AUTH_SIGNING_KEYS_FILE" in Site(tmp_path).environment(process.service)
    }
    assert told == {"auth"}


def test_only_the_auth_service_gets_what_we_prove_ourselves_with_at_the_provider_of_sign_ins(tmp_path: Path) -> None:
    given = {"OIDC_ISSUER": "https://sso.example.com", "OIDC_CLIENT_SECRET": "topsecret", "OIDC_NAME": "公司账号"}
    site = Site(tmp_path, environ=given)
    told = {process.service for process in FLEET if "topsecret" in str(site.environment(process.service))}
    assert told == {"auth"}
    assert site.environment("gateway")["OIDC_NAME"] == "公司账号"


def test_a_long_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "LONGEST_LOG", 10)
    (tmp_path / "long.log").write_text("x" * 11)
    (tmp_path / "short.log").write_text("x")
    launcher.turn_logs(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.log.1", "short.log"]


def test_a_database_is_current_only_at_the_newest_revision(postgres_server: PostgresServer, servers_home: Path) -> None:
    urls = create_database(postgres_server.admin_url, "customer", Secrets(servers_home), database="test_ops_current")
    assert not migrations.is_current("customer", urls.owner)
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE alembic_version (version_num text)")
        owner.execute("INSERT INTO alembic_version VALUES ('older')")
    assert not migrations.is_current("customer", urls.owner)
    (newest,) = migrations.newest("customer")
    with psycopg.connect(urls.owner) as owner:
        owner.execute("UPDATE alembic_version SET version_num = %s", [newest])
    assert migrations.is_current("customer", urls.owner)
