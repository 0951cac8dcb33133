"""What a request costs: CPU of all our processes and the database, from /proc, beside the bare floor in the same run.

Run: ``.venv/bin/python -m benchmarks.requests`` (options: --customers 100000 --requests 2000).
Targets: a customer by id 3 CPU ms at most, the newest 50 at most 5; through the gateway, signed in, access rule on.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
import urllib3

from benchmarks.stack import Stack, print_table, running
from ops.demo.door import Door, eventually


def fill(stack: Stack, owner_id: str, count: int) -> list[str]:
    """``count`` active customers of one owner, straight into the table; returns some of their ids."""
    with psycopg.connect(stack.site.database_url("customer", owner=True)) as connection:
        connection.execute(
            """
            INSERT INTO customer (id, version, created_at, updated_at, code, kind, status, name, sort_key, initials,
                                  pairs, owner_id, author_id, author_name, verified_at, region, mobile)
            SELECT uuidv7(), 1, now(), now(), 'B' || n, 'person', 'active', '客户' || n, 'ke hu', 'kh',
                   ARRAY['客户', 'kh'], %(owner)s, %(owner)s, 'bench', now(), '北京市', (13800000000 + n)::text
            FROM generate_series(1, %(count)s) n
            """,
            {"owner": owner_id, "count": count},
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE customer")
        rows = connection.execute("SELECT id::text FROM customer TABLESAMPLE BERNOULLI (2) LIMIT 1000").fetchall()
    return [row[0] for row in rows]


def measure(paths: Callable[[], str], url: str, headers: dict[str, str], count: int, cpu: Callable[[], float]) -> float:
    """CPU milliseconds a request, over ``count`` requests on one kept connection."""
    pool = urllib3.connection_from_url(url, maxsize=1)
    for _ in range(200):
        pool.request("GET", paths(), headers=headers)
    before = cpu()
    for _ in range(count):
        answer = pool.request("GET", paths(), headers=headers)
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {answer.data[:300]!r}")
    return (cpu() - before) / count * 1000


@contextmanager
def floor(database_url: str) -> Iterator[tuple[str, Callable[[], float]]]:
    """The least there can be: gunicorn, Flask and one query on a pooled connection."""
    port = 23_999
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "-k", "gthread", "--threads", "8"]
    process = subprocess.Popen(
        [*command, "-b", f"127.0.0.1:{port}", "--log-level", "error", "benchmarks.floor:create_app()"],
        cwd=Path(__file__).parents[1],
        env={"PATH": "", "DATABASE_URL": database_url},
    )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                urllib3.request("GET", f"{url}/healthz", retries=False)
                break
            except urllib3.exceptions.HTTPError:
                time.sleep(0.05)
        root = psutil.Process(process.pid)
        yield url, lambda: sum(sum(p.cpu_times()[:2]) for p in [root, *root.children(recursive=True)])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=2_000)
    options = parser.parse_args()
    with running() as stack:
        clerk, staff_id = a_clerk(stack)
        ids = fill(stack, staff_id, options.customers)
        url, count = stack.site.url_of("gateway"), options.requests
        headers = clerk.headers()
        time.sleep(5)
        before = stack.cpu_seconds()
        time.sleep(10)
        idle = (stack.cpu_seconds() - before) / 10  # CPU seconds a second that the fleet uses at rest
        chosen = random.Random(1)
        rows: list[list[Any]] = []

        def weigh(name: str, path: Callable[[], str], target: float) -> None:
            began = time.monotonic()
            spent = measure(path, url, headers, count, stack.cpu_seconds)
            spent -= idle * (time.monotonic() - began) / count * 1000
            rows.append([name, f"{spent:.2f}", target])

        weigh("a customer by id", lambda: f"/api/v1/customers/{chosen.choice(ids)}", 3.0)
        weigh("the newest 50", lambda: "/api/v1/customers?limit=50", 5.0)
        with floor(stack.site.database_url("customer")) as (floor_url, cpu):
            postgres = _postgres_cpu(stack)
            by_id = measure(lambda: f"/customer/{chosen.choice(ids)}", floor_url, {}, count, lambda: cpu() + postgres())
            newest = measure(lambda: "/newest", floor_url, {}, count, lambda: cpu() + postgres())
        for row, least in zip(rows, (by_id, newest), strict=True):
            row += [f"{least:.2f}", f"{float(row[1]) / least:.1f}"]
        headings = ["request", "CPU ms", "target", "floor (gunicorn + Flask + one query), CPU ms", "ratio"]
        print_table(f"Requests, {options.customers:,} customers, {count:,} requests each", headings, rows)
        print(f"\nat rest the fleet uses {idle * 100:.1f} % of one core; taken off above")


def _postgres_cpu(stack: Stack) -> Callable[[], float]:
    def spent() -> float:
        return sum(sum(p.cpu_times()[:2]) for p in stack.processes() if "postgres" in p.name())

    return spent


def a_clerk(stack: Stack) -> tuple[Door, str]:
    """Somebody of customer service, signed in, known to the customer service."""
    admin = Door.sign_in(stack.client, "admin", stack.admin_password)
    new = "Bench-only-2026-pw"
    admin.post("/me/password", {"old": stack.admin_password, "new": new})
    admin = Door.sign_in(stack.client, "admin", new)
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    person = {"username": "wang", "name": "测试", "email": "wang@example.com", "roles": ["service"]}
    made = admin.post("/staff", {**person, "department_id": root["id"]})
    given = admin.post(f"/staff/{made['id']}/reset-password")["password"]
    Door.sign_in(stack.client, "wang", given).post("/me/password", {"old": given, "new": new})
    clerk = Door.sign_in(stack.client, "wang", new)
    eventually(lambda: json.dumps(clerk.get("/customers")), what="the customer service to answer")
    return clerk, str(made["id"])


if __name__ == "__main__":
    main()
