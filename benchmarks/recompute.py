"""How long the recompute of everybody's tier takes: a million customers, ten million transactions, a real PostgreSQL.

    python -m benchmarks.recompute [--customers N] [--transactions N] [--explain]

Prints a table: the bare GROUP BY on the same table in the same run, then recomputes as the job does them, commit
included: the first one (every tier above ordinary is new), one where nothing changed, one of a month later (many are
below their tier: their grace begins) and one after that (they fall). Beside the seconds on the clock stand the CPU
seconds of the database's process, which a busy machine does not change as much. The goal: 30 s at most on two cores,
and no more than three times the bare GROUP BY.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import Engine, text

from chassis.auth import SYSTEM
from chassis.db import create_engine
from chassis.db.migrate import upgrade
from chassis.unit_of_work import unit_of_work
from contracts.reporting import RunReason
from ops.databases import create_database
from ops.secrets import Secrets
from ops.servers import free_port, start_postgres, temporary_home
from services.reporting.domain.tiers import Policy
from services.reporting.store import queries, tier_sql
from services.reporting.store import recompute as steps
from services.reporting.usecases import tiers

NOW = datetime(2026, 10, 31, 4, tzinfo=UTC)
GOAL_SECONDS, GOAL_RATIO = 30.0, 3.0

ID = "('01a00000-0000-7000-8000-' || lpad(to_hex({}), 12, '0'))::uuid"
"""Ids that ascend like the real ones."""

CUSTOMERS = """
    INSERT INTO customer_fact (id, version, code, name, kind, region, active)
    SELECT {customer}, 1, 'P2026' || n, '客户' || n, 'person', '上海市', n % 50 > 0
    FROM generate_series(1, :customers) AS n
"""
TRANSACTIONS = """
    INSERT INTO transaction_fact (id, customer_id, version, quantity, occurred_on, void, kind, amount)
    SELECT {transaction}, {customer}, 1, 1 + (random() * 6)::int, DATE '2026-10-31' - (random() * 729)::int,
           random() < 0.01,
           CASE WHEN random() < 0.9 THEN 'sale' ELSE 'service' END, round((10 + random() * 90)::numeric, 2)
    FROM (SELECT n AS t, 1 + (power(random(), 1.7) * (:customers - 1))::int AS n
          FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS n) AS made
"""
BARE = "SELECT customer_id, sum(amount) AS amount, sum(quantity) AS quantity FROM transaction_fact GROUP BY customer_id"
BATCH = 1_000_000


@dataclass(frozen=True)
class Step:
    """One line of the table."""

    name: str
    seconds: float
    cpu: float
    rows: int


def generate(engine: Engine, customers: int, transactions: int) -> None:
    """Fill the copies that reporting keeps, as the feed would have; the indexes are made afterwards, to save time."""
    definition = text("SELECT pg_get_indexdef(CAST(:name AS regclass))")
    with engine.connect() as connection:
        primary_key, by_customer = (
            connection.scalar(definition, {"name": name})
            for name in ("pk_transaction_fact", "ix_transaction_fact_customer_id_occurred_on")
        )
    with engine.begin() as connection:
        connection.execute(text("SELECT setseed(0.42)"))
        connection.execute(text(CUSTOMERS.format(customer=ID.format("n"))), {"customers": customers})
        connection.execute(text("ALTER TABLE transaction_fact DROP CONSTRAINT pk_transaction_fact"))
        connection.execute(text("DROP INDEX ix_transaction_fact_customer_id_occurred_on"))
    statement = text(TRANSACTIONS.format(transaction=ID.format("t"), customer=ID.format("n")))
    for first in range(1, transactions + 1, BATCH):
        last = min(first + BATCH - 1, transactions)
        with engine.begin() as connection:
            connection.execute(statement, {"customers": customers, "first": first, "last": last})
    with engine.begin() as connection:
        for index in (primary_key, by_customer):
            connection.execute(text(str(index)))
        connection.execute(text("ALTER TABLE transaction_fact ADD PRIMARY KEY USING INDEX pk_transaction_fact"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE customer_fact, transaction_fact"))


def timed(name: str, engine: Engine, run: Callable[[Engine], int]) -> Step:
    """Run it on the engine's one connection; the CPU seconds are those of its process on the server."""
    with engine.connect() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
    began, used = perf_counter(), cpu_seconds(pid)
    rows = run(engine)
    return Step(name, perf_counter() - began, cpu_seconds(pid) - used, rows)


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bare_group_by(engine: Engine) -> int:
    """The least that anybody must do: every customer's sums over the whole table, and nothing else."""
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('work_mem', :memory, true)"), {"memory": steps.MEMORY})
        row = connection.execute(text(f"SELECT count(*) AS n, sum(amount), sum(quantity) FROM ({BARE}) g")).one()
        return int(row.n)


def recompute(now: datetime) -> Callable[[Engine], int]:
    """The job; how many tiers changed."""

    def run(engine: Engine) -> int:
        with unit_of_work(engine, actor=SYSTEM, origin="benchmark", now=now) as ctx:
            return tiers.recompute_tiers(ctx, RunReason.DEMAND).changed

    return run


def explain(engine: Engine) -> str:
    """The plan of the statement that computes everybody's tier, as it ran."""
    rules = policy(engine)
    statement = tier_sql.collect_changes(rules, only_some=False)
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(steps.PLANNING, {"memory": steps.MEMORY})
        values = tier_sql.parameters(rules, NOW.date())
        rows = connection.execute(text("EXPLAIN (ANALYZE, BUFFERS) " + statement.text), values)
        plan = "\n".join(row[0] for row in rows)
        transaction.rollback()
    return plan


def policy(engine: Engine) -> Policy:
    """The policy in force."""
    with unit_of_work(engine, actor=SYSTEM, origin="benchmark") as ctx:
        return queries.active_policy(ctx.session).rules


def measure(engine: Engine) -> tuple[Step, list[Step]]:
    """The bare GROUP BY (the median of one before each recompute, so that both meet the same machine), and the
    recomputes."""
    bare: list[Step] = []
    steps: list[Step] = []
    for name, now in (
        ("first recompute: every tier is new", NOW),
        ("again: nothing changed", NOW),
        ("six months later: grace begins", NOW + timedelta(days=182)),
        ("a month after that: they fall", NOW + timedelta(days=213)),
    ):
        bare.append(timed("bare GROUP BY (median)", engine, bare_group_by))
        steps.append(timed(name, engine, recompute(now)))
    return sorted(bare, key=lambda step: step.seconds)[len(bare) // 2], steps


def main() -> None:
    """Parse the options, run, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--customers", type=int, default=1_000_000)
    options.add_argument("--transactions", type=int, default=10_000_000)
    options.add_argument("--explain", action="store_true", help="show the plan of the statement")
    wanted = options.parse_args()
    with temporary_home() as home:
        run(home, wanted.customers, wanted.transactions, wanted.explain)


def run(home: Path, customers: int, transactions: int, with_plan: bool) -> None:
    """One run on a server of its own."""
    server = start_postgres(home, free_port())
    try:
        urls = create_database(server.admin_url, "reporting", Secrets(home))
        upgrade("reporting", urls.owner)
        owner, engine = create_engine(urls.owner, pool=1), create_engine(urls.app, pool=1)
        began = perf_counter()
        generate(owner, customers, transactions)
        print(f"{customers:,} customers, {transactions:,} transactions, made in {perf_counter() - began:.0f} s")
        if with_plan:
            print(explain(engine))
        load = os.getloadavg()[0]
        bare, steps = measure(engine)
        owner.dispose()
        engine.dispose()
    finally:
        server.stop()
    print(f"{os.cpu_count()} cores, load of others at the start {load:.1f}\n")
    show(bare, steps)


def show(bare: Step, steps: list[Step]) -> None:
    """The table, and whether the goal is reached."""
    print("| step | rows | seconds | times the bare GROUP BY | CPU seconds | times its CPU |")
    print("|---|---:|---:|---:|---:|---:|")
    for step in (bare, *steps):
        times, cpu_times = step.seconds / bare.seconds, step.cpu / bare.cpu
        print(f"| {step.name} | {step.rows:,} | {step.seconds:.1f} | {times:.2f} | {step.cpu:.1f} | {cpu_times:.2f} |")
    worst = max(step.seconds for step in steps)
    reached = worst <= GOAL_SECONDS and worst <= GOAL_RATIO * bare.seconds
    print(f"\ngoal (at most {GOAL_SECONDS:.0f} s and {GOAL_RATIO:.0f} times): {'reached' if reached else 'MISSED'}")


if __name__ == "__main__":
    main()
