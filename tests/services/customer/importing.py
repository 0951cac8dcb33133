"""Files as their author and their checker bring them, with a worker that does what is due."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from services.customer.jobs import jobs

IMPORTER = {
    P.IMPORT_RUN: Scope.ALL,
    P.CUSTOMER_READ: Scope.ALL,
    P.CUSTOMER_WRITE: Scope.ALL,
    P.TRANSACTION_READ: Scope.ALL,
}
CHECKER = {
    P.IMPORT_VERIFY: Scope.ALL,
    P.IMPORT_RUN: Scope.ALL,
    P.CUSTOMER_VERIFY: Scope.ALL,
    P.CUSTOMER_READ: Scope.ALL,
}
PERSONS = "编号,姓名,性别,手机"
TRANSACTIONS = "transaction_id,customer_code,occurred_on,quantity,amount"


def lines(*rows: str, encoding: str = "utf-8-sig") -> bytes:
    """A CSV file."""
    return "".join(row + "\r\n" for row in rows).encode(encoding)


@dataclass
class Imports:
    """Imports as their author and their checker meet them, with a worker at hand."""

    service: ServiceUnderTest
    author: Caller
    checker: Caller

    def work(self) -> None:
        """Do every job that is due."""
        self.service.work(jobs)

    def upload(self, content: bytes, kind: str = "customers", name: str = "file.csv", **how: Any) -> dict[str, Any]:
        """Send a file and have it read; ``how``: its encoding, sheet, row of headings."""
        boundary, form = encode_multipart({"kind": kind, **how, "file": FileStorage(io.BytesIO(content), name)})
        answer = self.author.post("/imports", data=form, content_type=f"multipart/form-data; boundary={boundary}")
        assert answer.status_code == 201, answer.json
        self.work()
        return self.get(answer.json["id"])

    def get(self, id: str) -> dict[str, Any]:
        return dict(self.author.get(f"/imports/{id}").json)

    def act(self, what: str, batch: dict[str, Any], body: Any = None, *, by: Caller | None = None) -> dict[str, Any]:
        """Do something with an import, and have the work done that follows."""
        answer = (by or self.author).post(f"/imports/{batch['id']}/{what}", body, version=batch["version"])
        assert answer.status_code == 200, answer.json
        self.work()
        return self.get(batch["id"])

    def run(self, content: bytes, kind: str = "customers", name: str = "file.csv", **start: Any) -> dict[str, Any]:
        """Send a file, have it read, checked and stored."""
        batch = self.upload(content, kind, name)
        assert batch["status"] == "mapped", batch
        return self.act("start", batch, start)

    def approve(self, batch: dict[str, Any]) -> dict[str, Any]:
        return self.act("approve", batch, by=self.checker)

    def bring(self, content: bytes, kind: str = "customers", **options: Any) -> dict[str, Any]:
        """A file, checked by the other person where it has to be."""
        batch = self.run(content, kind, **options)
        return self.approve(batch) if batch["status"] == "waiting_check" else batch

    def errors(self, batch: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self.author.get(f"/imports/{batch['id']}/errors").json["items"])

    def flaws(self, batch: dict[str, Any]) -> list[tuple[int, str, str]]:
        """Row, column and code of every error."""
        return [(error["row"], error["column"], error["code"]) for error in self.errors(batch)]

    def customers(self, **wanted: str) -> list[dict[str, Any]]:
        query = "&".join(f"{name}={value}" for name, value in wanted.items())
        items: Sequence[dict[str, Any]] = self.author.get(f"/customers?limit=200&{query}").json["items"]
        return sorted(items, key=lambda item: item["external_code"] or "")


def after_steps(most: int) -> Callable[[], bool]:
    """Says stop before step ``most + 1``."""
    asked = count()
    return lambda: next(asked) >= most
