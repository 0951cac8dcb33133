"""What `guanxi check` looks at beyond formatter, linter and types. Each check returns its complaints, one a line."""

from collections.abc import Callable

from contracts.services import SERVICES


def migrations() -> list[str]:
    """Every service's migrations build exactly what its models say, on a fresh database."""
    from alembic.command import check
    from alembic.util import CommandError

    from chassis.db.migrate import config_of, upgrade
    from ops.databases import create_database
    from ops.secrets import Secrets
    from ops.servers import free_port, start_postgres, temporary_home

    complaints = []
    with temporary_home() as home:
        server = start_postgres(home, free_port(), durable=False)
        try:
            for service in SERVICES:
                url = create_database(server.admin_url, service, Secrets(home)).owner
                try:
                    upgrade(service, url)
                    check(config_of(service, url))
                except CommandError as error:
                    complaints.append(f"{service}: {error}")
        finally:
            server.stop()
    return complaints


def translations() -> list[str]:
    """Every text of the pages and every code has its words in both languages."""
    from gateway.codes import wordless
    from gateway.i18n import CATALOGS

    return CATALOGS.complaints() + wordless()


def clients() -> list[str]:
    """The gateway's clients are what the services' OpenAPI documents ask for."""
    from ops.clients import drifted_clients

    return [f"{name} differs from the services: run `python -m ops clients`" for name in drifted_clients()]


CHECKS: dict[str, Callable[[], list[str]]] = {
    "migrations": migrations,
    "translations": translations,
    "clients": clients,
}
