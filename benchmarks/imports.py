"""How fast files become customers and transactions: from the upload to the last step, events and trail included.

    .venv/bin/python -m benchmarks.imports                      100,000 customers and 1,000,000 transactions
    .venv/bin/python -m benchmarks.imports --files a.csv b.csv  real files instead (customers first)

Runs on an embedded PostgreSQL of its own, in a temporary folder, with as many workers as the customer service has:
this process and a second one. ``RSS`` is the memory of the larger one after a step, in MB, which has to stay flat.
``CPU`` is what workers and PostgreSQL computed, in seconds.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil

from chassis.auth import Scope
from chassis.auth.tokens import TokenSigner
from chassis.db import create_engine
from chassis.db.migrate import upgrade
from chassis.jobs.runner import JobRunner
from chassis.testing.clock import TestClock
from chassis.testing.service import Caller, Keys, ServiceUnderTest
from contracts.permissions import Permission as P
from ops.databases import create_database
from ops.secrets import Secrets
from ops.servers import free_port, start_postgres, temporary_home
from services.customer.app import create_app
from services.customer.jobs import jobs
from services.customer.settings import Settings

AUTHOR = {P.IMPORT_RUN: Scope.ALL, P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_WRITE: Scope.ALL}
CHECKER = {P.IMPORT_VERIFY: Scope.ALL, P.CUSTOMER_READ: Scope.ALL}
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文华建国红玉萍辉梅鑫龙海"
TRADES = ("信息技术", "住宿和餐饮业", "交通运输", "批发和零售", "制造业")
PLACES = ("北京市", "上海市", "四川省成都市", "湖北省武汉市", "浙江省杭州市")


def customers_file(count: int) -> bytes:
    """Persons as the real file has them: thirteen columns, most of them filled."""
    chance = random.Random(1)
    lines = ["编号,姓名,性别,出生日期,婚姻状况,单位,单位电话,住址,地区,手机,邮箱,爱好,背景信息"]
    for n in range(count):
        name = chance.choice(FAMILY) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
        lines.append(
            f"B{n:07},{name},{chance.choice('男女')},{born},{chance.choice(('已婚', '未婚', ''))},第{n % 977}公司,,"
            f"人民路{n % 500}号{n % 30}室,{chance.choice(PLACES)},{13800000000 + n},b{n}@example.com,"
            f"{chance.choice(('羽毛球', '茶艺、音乐', ''))},这是介绍当然位置决定."
        )
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def transactions_file(count: int, customers: int) -> bytes:
    """Transactions as the real file has them: five columns, packed."""
    chance = random.Random(2)
    lines = ["transaction_id,customer_code,occurred_on,quantity,amount"]
    for n in range(count):
        day = date(2025, 1, 1) + timedelta(days=chance.randrange(660))
        amount = chance.randrange(100, 99_999)
        code = chance.randrange(customers)
        lines.append(f"X{n:08},B{code:07},{day},{chance.randrange(1, 20)},{amount // 100}.{amount % 100:02}")
    return gzip.compress("\n".join(lines).encode(), 6)


@contextmanager
def running_service() -> Iterator[ServiceUnderTest]:
    """The customer service on its own PostgreSQL, durable as on a company's machine."""
    with temporary_home() as home, tempfile.TemporaryDirectory() as folder:
        server = start_postgres(home, free_port())
        try:
            keys = Keys.create(Path(folder))
            urls = create_database(server.admin_url, "customer", Secrets(home))
            upgrade("customer", urls.owner)
            engine = create_engine(urls.app)
            settings = Settings(
                database_url=urls.app, redis_url="redis://127.0.0.1:1/0", auth_jwks_file=keys.public, log_level="ERROR"
            )
            clock = TestClock()
            app = create_app(settings, engine, clock)
            logging.getLogger().setLevel(logging.ERROR)
            helper = subprocess.Popen([sys.executable, "-m", "benchmarks.imports", "--help-out", urls.app])
            try:
                yield ServiceUnderTest(app=app, engine=engine, signer=TokenSigner(keys.private), clock=clock)
            finally:
                helper.terminate()
                helper.wait()
            engine.dispose()
        finally:
            server.stop()


class Bench:
    """Imports files and writes down how long each phase took."""

    def __init__(self, service: ServiceUnderTest) -> None:
        self.author = service.person("importer", AUTHOR)
        self.checker = service.person("checker", CHECKER)
        self.runner = JobRunner(service.engine, jobs)
        me = psutil.Process()
        self.workers = [me, *(child for child in me.children() if "benchmarks.imports" in child.cmdline())]
        print(
            f"{'file':<34}{'phase':<10}{'rows':>10}{'seconds':>10}{'rows/s':>10}"
            f"{'CPU own':>10}{'CPU db':>10}{'RSS MB':>9}"
        )

    def bring(self, name: str, content: bytes, kind: str) -> dict[str, Any]:
        """One file, all the way; returns the import as it ended."""
        began = self._clock()
        batch = self._phase(name, "read", lambda: self._upload(name, content, kind))
        assert batch["status"] == "mapped", (batch["error"], batch["error_place"])
        batch = self._phase(name, "store", lambda: self._act("start", batch, self.author, {}))
        if batch["status"] == "waiting_check":
            batch = self._phase(name, "check", lambda: self._act("approve", batch, self.checker))
        self._line(name, "whole", batch["total"], began)
        numbers = {key: batch[key] for key in ("status", "created", "updated", "unchanged", "rejected")}
        print(f"{'':<34}{json.dumps(numbers)}")
        return batch

    def _upload(self, name: str, content: bytes, kind: str) -> dict[str, Any]:
        form = {"kind": kind, "file": (io.BytesIO(content), name)}
        return self._done(self.author.post("/imports", data=form, content_type="multipart/form-data").json)

    def _act(self, what: str, batch: dict[str, Any], by: Caller, body: Any = None) -> dict[str, Any]:
        return self._done(by.post(f"/imports/{batch['id']}/{what}", body, version=batch["version"]).json)

    def _done(self, batch: Any) -> dict[str, Any]:
        while True:
            self.runner.run_due(seconds=3600)
            answer: Any = self.author.get(f"/imports/{batch['id']}").json
            now = dict(answer)
            if now["status"] not in ("reading", "running", "checking"):
                return now
            time.sleep(0.05)

    def _phase(self, name: str, phase: str, work: Any) -> dict[str, Any]:
        began = self._clock()
        batch: dict[str, Any] = work()
        self._line(name, phase, batch["total"], began)
        return batch

    def _clock(self) -> tuple[float, float, float]:
        """Time now, and CPU seconds so far of this process and of PostgreSQL."""
        everything = [self.workers[0], *self.workers[0].children(recursive=True)]
        own = sum(_cpu(worker) for worker in self.workers)
        return time.perf_counter(), own, sum(map(_cpu, everything)) - own

    def _line(self, name: str, phase: str, rows: int, began: tuple[float, float, float]) -> None:
        seconds, own, servers = (now - then for now, then in zip(self._clock(), began, strict=True))
        memory = max(worker.memory_info().rss for worker in self.workers) / 1e6
        rate = rows / seconds
        print(
            f"{name:<34}{phase:<10}{rows:>10,}{seconds:>10.1f}{rate:>10,.0f}{own:>10.1f}{servers:>10.1f}{memory:>9.0f}",
            flush=True,
        )


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def help_out(database_url: str) -> None:
    """Be the second worker, until told to stop."""
    runner = JobRunner(create_engine(database_url), jobs)
    while True:
        runner.run_due(seconds=3600)
        time.sleep(0.05)


def main() -> None:
    """Run it."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--customers", type=int, default=100_000)
    words.add_argument("--transactions", type=int, default=1_000_000)
    words.add_argument("--files", type=Path, nargs="*", default=[])
    words.add_argument("--again", action="store_true", help="import every file twice: the second time changes nothing")
    words.add_argument("--help-out", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.help_out:
        help_out(given.help_out)
    files = [(path.name, path.read_bytes()) for path in given.files] or [
        ("customers.csv", customers_file(given.customers)),
        ("transactions.csv.gz", transactions_file(given.transactions, given.customers)),
    ]
    with running_service() as service:
        bench = Bench(service)
        for name, content in files:
            kind = "transactions" if "transaction" in name else "customers"
            for _ in range(2 if given.again else 1):
                bench.bring(name, content, kind)


if __name__ == "__main__":
    main()
