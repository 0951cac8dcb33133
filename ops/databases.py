"""Databases and database users of the services: one database, one owner and one application user each."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from ops.secrets import Secrets

EXTENSIONS = ("pg_trgm", "btree_gin")


@dataclass(frozen=True)
class DatabaseUrls:
    """How a service reaches its database: as `app` at work (no DELETE unless granted), as `owner` to migrate it."""

    app: str
    owner: str


def with_login(url: str, user: str, password: str, database: str) -> str:
    """The URL of `database` on the same server, with the same options, for another user."""
    server = urlsplit(url)
    return urlunsplit(
        server._replace(netloc=f"{user}:{password}@{server.netloc.rpartition('@')[2]}", path=f"/{database}")
    )


def create_database(admin_url: str, service: str, secrets: Secrets, *, database: str | None = None) -> DatabaseUrls:
    """Create what is missing of the database and the two users of `service`; doing it again changes nothing.

    `database` is `guanxi_<service>` unless told; the users are always `guanxi_<service>_owner` and `guanxi_<service>`.
    Needs a role that may create databases and roles; raises psycopg.Error when it may not.
    """
    name = database or f"guanxi_{service}"
    owner, app = f"guanxi_{service}_owner", f"guanxi_{service}"
    passwords = {role: secrets.get(f"database.{role}") for role in (owner, app)}
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for role, password in passwords.items():
            _create_role(admin, role, password)
        _let_admin_act_as(admin, owner)
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            _create(admin, name, owner)
    with psycopg.connect(admin_url, autocommit=True, dbname=name) as admin:
        _prepare(admin, name, owner, app)
    return DatabaseUrls(
        app=with_login(admin_url, app, passwords[app], name), owner=with_login(admin_url, owner, passwords[owner], name)
    )


def _create_role(admin: psycopg.Connection, role: str, password: str) -> None:
    exists = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if exists else "CREATE")
    admin.execute(
        sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(password)), prepare=False
    )


def _let_admin_act_as(admin: psycopg.Connection, role: str) -> None:
    """A superuser may anyway; the administrator of a hosted server must be a member."""
    superuser = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser is None or not superuser[0]:
        admin.execute(sql.SQL("GRANT {} TO current_user WITH SET TRUE, INHERIT TRUE").format(sql.Identifier(role)))


def _create(admin: psycopg.Connection, name: str, owner: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
        sql.Identifier(name), sql.Identifier(owner)
    )
    if admin.info.server_version >= 170000:  # the same order of text everywhere, whatever the machine's locales
        statement += sql.SQL(" LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'")
    admin.execute(statement)


def _prepare(admin: psycopg.Connection, name: str, owner: str, app: str) -> None:
    for extension in EXTENSIONS:
        admin.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    words = {"name": sql.Identifier(name), "owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    for statement in (
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {owner}, {app}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        admin.execute(sql.SQL(statement).format(**words))
