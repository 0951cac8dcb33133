"""Start the rig: start its servers and its processes, and close it in the end."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from chassis.db import create_engine
from chassis.db.tables import create_chassis_tables
from ops.databases import create_database
from ops.secrets import Secrets
from ops.servers import free_port, start_postgres, start_valkey, temporary_home
from tests.faults.processes import Process, wait_for
from tests.faults.rig import Rig
from tests.support.ledger import CONSUMER_TABLES, PRODUCER_TABLES

COUNTED = "CREATE TABLE counted (who text, n int, PRIMARY KEY (who, n));"
DEAF_AFTER = "12"


@contextmanager
def start_rig() -> Iterator[Rig]:
    """Two services at work, until the block ends."""
    with temporary_home() as home:
        ports = {name: free_port() for name in ("ledger", "mirror", "valkey")}
        valkey = start_valkey(home / "broker", ports["valkey"], durable=False)
        postgres = {name: start_postgres(home / name, ports[name]) for name in ("ledger", "mirror")}
        flags = home / "flags"
        flags.mkdir()
        engines, processes = {}, {}
        for name, tables in (("ledger", PRODUCER_TABLES), ("mirror", COUNTED + CONSUMER_TABLES)):
            urls = create_database(postgres[name].admin_url, name, Secrets(home / name))
            engines[name] = create_engine(urls.owner)
            with engines[name].begin() as connection:
                create_chassis_tables(connection)
                connection.execute(text(tables))
            env = os.environ | {
                "DATABASE_URL": urls.owner,
                "REDIS_URL": valkey.url,
                "AUTH_JWKS_FILE": os.devnull,
                "FLAGS": str(flags),
                "DEAF_AFTER": DEAF_AFTER,
            }
            for role in ("relay", "feed", "jobs"):
                if (name, role) != ("ledger", "jobs"):
                    processes[f"{name}-{role}"] = Process(name, role, env, home / "log" / f"{name}-{role}.log")
        rig = Rig(home, ports, postgres, valkey, engines["ledger"], engines["mirror"], processes, flags)
        try:
            for process in processes.values():
                process.start()
            threading.Thread(target=rig.supervise, daemon=True).start()
            wait_for(lambda: _has_subscription(rig), 60, "the relay has started")
            rig.wait_until_alive()
            yield rig
        finally:
            rig.end()


def _has_subscription(rig: Rig) -> bool:
    with rig.ledger.connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM feed_subscription")))
