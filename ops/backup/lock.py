"""One backup or restore at a time, and whether the embedded server has to be started for it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from ops import children, servers
from ops.site import Site, SiteError


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Be the only one at the backups of an installation; raises SiteError when somebody is. A kill gives it back."""
    site.home.mkdir(parents=True, exist_ok=True)
    lock = os.open(site.home / "backup.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise SiteError("A backup or a restore is under way already.") from error
    finally:
        os.close(lock)


@contextmanager
def running(site: Site) -> Iterator[str]:
    """The administrator's URL of the server: of the one that runs, or of the embedded one, started for as long."""
    if site.server_url is not None or children.accepts_connections(site.port_of("postgres")):
        yield site.admin_url
        return
    from ops.launcher import alone

    with alone(site.home):
        if not (postgres_data := site.home / "postgres" / "data" / "PG_VERSION").exists():
            raise SiteError(f"There is no database in {postgres_data.parent}.")
        server = servers.start_postgres(site.home, site.port_of("postgres"))
        try:
            yield server.admin_url
        finally:
            server.stop()
