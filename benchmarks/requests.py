"""What a request costs: CPU of all our processes and the database, from /proc, beside the bare floor in the same run.

Ours and the floors are asked in turns, some hundred requests each: a machine that is shared is now faster, now slower,
by half. Of the turns the median counts, and the ratio is that of the turns that lie side by side.

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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil
import psycopg
import urllib3

from benchmarks.stack import Stack, print_table, running
from ops.demo.api_client import ApiClient, eventually
from ops.demo.seeding import choose_password

API = "/api/v1"
TURNS = 8


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


@dataclass(frozen=True)
class Asked:
    """Somebody who answers: the address, what is sent along, and how much CPU all its processes have used, in seconds.
    ``idle``: what they use in a second without being asked."""

    url: str
    path: Callable[[], str]
    headers: Callable[[], dict[str, str]]
    cpu: Callable[[], float]
    idle: float = 0.0

    def spend(self, count: int, at_once: int) -> float:
        """CPU milliseconds a request, over ``count`` requests on ``at_once`` kept connections."""
        pool = urllib3.connection_from_url(self.url, maxsize=at_once)
        headers = self.headers()

        def ask(_: object) -> None:
            answer = pool.request("GET", self.path(), headers=headers)
            if answer.status != 200:
                raise SystemExit(f"{answer.status}: {answer.data[:300]!r}")

        with ThreadPoolExecutor(at_once) as threads:
            list(threads.map(ask, range(50)))
            before, began = self.cpu(), time.monotonic()
            list(threads.map(ask, range(count)))
            used = self.cpu() - before - self.idle * (time.monotonic() - began)
        return used / count * 1000


def in_turns(several: Sequence[Asked], count: int, at_once: int) -> list[list[float]]:
    """What each spends a request, turn by turn."""
    turns = [[each.spend(count // TURNS, at_once) for each in several] for _ in range(TURNS)]
    return [list(column) for column in zip(*turns, strict=True)]


@contextmanager
def floor(port: int, app: str, environment: dict[str, str]) -> Iterator[tuple[str, Callable[[], float]]]:
    """The least there can be: gunicorn and one of the apps of ``benchmarks.floor``."""
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "-k", "gthread", "--threads", "8"]
    process = subprocess.Popen(
        [*command, "-b", f"127.0.0.1:{port}", "--log-level", "error", f"benchmarks.floor:{app}()"],
        cwd=Path(__file__).parents[1],
        env={"PATH": "", **environment},
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
        time.sleep(5)
        postgres = _postgres_cpu(stack)
        before = stack.cpu_seconds(), postgres()
        time.sleep(10)
        idle = (stack.cpu_seconds() - before[0]) / 10
        idle_database = (postgres() - before[1]) / 10
        chosen = random.Random(1)
        customers = f"{API}/customers"
        asked = {
            "a customer by id": (
                3.0,
                lambda: f"{customers}/{chosen.choice(ids)}",
                lambda: f"/customer/{chosen.choice(ids)}",
            ),
            "the newest 50": (5.0, lambda: f"{customers}?limit=50", lambda: "/newest"),
        }
        rows: list[list[object]] = []
        with (
            floor(23_998, "create_app", {"DATABASE_URL": stack.site.database_url("customer")}) as (app_url, app_cpu),
            floor(23_999, "create_proxy", {"FLOOR_URL": app_url}) as (proxy_url, proxy_cpu),
        ):

            def floors_cpu() -> float:
                return app_cpu() + proxy_cpu() + postgres()

            for name, (target, path, bare) in asked.items():
                ours = Asked(url, path, clerk.headers, stack.cpu_seconds, idle)
                floors = [Asked(address, bare, dict, floors_cpu, idle_database) for address in (app_url, proxy_url)]
                for at_once in (1, 8):
                    spent, *floor_spent = in_turns([ours, *floors], count, at_once)
                    row: list[object] = [name, at_once, f"{median(spent):.2f}", target]
                    for each in floor_spent:
                        ratios = [mine / beside for mine, beside in zip(spent, each, strict=True)]
                        row += [f"{median(each):.2f}", f"{median(ratios):.1f}"]
                    rows.append(row)
        least = "gunicorn + Flask + one query, CPU ms"
        headings = ["request", "at once", "CPU ms", "target", least, "ratio", "the same behind a bare proxy", "ratio"]
        print_table(f"Requests, {options.customers:,} customers, {count:,} requests each", headings, rows)
        print(f"\nat rest the fleet uses {idle * 100:.1f} % of one core; taken off above")


def _postgres_cpu(stack: Stack) -> Callable[[], float]:
    def spent() -> float:
        return sum(sum(p.cpu_times()[:2]) for p in stack.processes() if "postgres" in p.name())

    return spent


def a_clerk(stack: Stack) -> tuple[ApiClient, str]:
    """Somebody of customer service, signed in, known to the customer service."""
    admin = ApiClient.sign_in(stack.client, "admin", stack.admin_password)
    new = "Bench-only-2026-pw"
    admin.post("/me/password", {"old": stack.admin_password, "new": new})
    admin = ApiClient.sign_in(stack.client, "admin", new)
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    person = {"username": "wang", "name": "测试", "email": "wang@example.com", "roles": ["service"]}
    made = admin.post("/staff", {**person, "department_id": root["id"]})
    choose_password(stack.site, stack.client, "wang", new)
    clerk = ApiClient.sign_in(stack.client, "wang", new)
    eventually(lambda: json.dumps(clerk.get("/customers")), what="the customer service to answer")
    return clerk, str(made["id"])


if __name__ == "__main__":
    main()
