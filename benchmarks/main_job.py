"""The main job on real input: from an empty system to the mailed report, with a table of steps.

Run: ``.venv/bin/python -m benchmarks.main_job FOLDER``. The folder holds individual_customers.csv,
enterprise_customers_gbk.csv, transactions.csv.gz and feedback.csv. The tiers are computed a second time from the files
alone and compared customer by customer.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.stack import Stack, print_table, running
from ops.demo.api_client import ApiClient, eventually
from ops.demo.seeding import choose_password

PASSWORD = "Bench-only-2026-pw"
ZONE = ZoneInfo("Asia/Shanghai")
PEOPLE = {
    "clerk": ["service"],
    "verifier": ["verifier"],
    "manager": ["customer_manager"],
    "leader": ["leadership"],
}


class Steps:
    """The table as it grows."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []

    @contextmanager
    def step(self, name: str, rows: int) -> Iterator[None]:
        """Time one step that handles so many rows."""
        began = time.monotonic()
        yield
        seconds = time.monotonic() - began
        self.rows.append([name, f"{rows:,}", f"{seconds:.1f}", f"{rows / seconds:,.0f}"])
        print(f"  {name}: {seconds:.1f} s", flush=True)


def hire(stack: Stack, roles_of: dict[str, list[str]]) -> dict[str, ApiClient]:
    """The people of the story."""
    admin = ApiClient.sign_in(stack.client, "admin", stack.admin_password)
    admin.post("/me/password", {"old": stack.admin_password, "new": PASSWORD})
    admin = ApiClient.sign_in(stack.client, "admin", PASSWORD)
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    apis = {}
    for username, roles in roles_of.items():
        person = {"username": username, "name": username, "email": f"{username}@example.com", "roles": roles}
        admin.post("/staff", {**person, "department_id": root["id"]})
        choose_password(stack.site, stack.client, username, PASSWORD)
        apis[username] = ApiClient.sign_in(stack.client, username, PASSWORD)
    return apis


class Session:
    """Doors that are opened again before their tokens run out."""

    def __init__(self, stack: Stack, apis: dict[str, ApiClient]) -> None:
        self._stack, self._apis, self._opened = stack, apis, dict.fromkeys(apis, time.monotonic())

    def __getitem__(self, who: str) -> ApiClient:
        if time.monotonic() - self._opened[who] > 120:
            self._apis[who] = ApiClient.sign_in(self._stack.client, who, PASSWORD)
            self._opened[who] = time.monotonic()
        return self._apis[who]


def bring(people: Session, steps: Steps, path: Path, kind: str, title: str) -> dict[str, Any]:
    """Import one file: read and map, store, check; returns the import as it ended."""
    content = path.read_bytes()
    with steps.step(f"{title}: upload, read, map", rows_in(path)):
        batch = people["clerk"].upload("/imports", {"kind": kind}, path.name, content, key=path.name)
        where = f"/imports/{batch['id']}"
        batch = when(people, where, "mapped")
    with steps.step(f"{title}: validate and store", rows_in(path)):
        people["clerk"].post(f"{where}/start", {"on_known": "skip"}, version=batch["version"])
        batch = when(people, where, "waiting_check", "done")
    if batch["status"] == "waiting_check":
        with steps.step(f"{title}: check as a whole", rows_in(path)):
            people["verifier"].post(f"{where}/approve", version=batch["version"])
            batch = when(people, where, "done")
    return batch


def when(people: Session, where: str, *states: str) -> dict[str, Any]:
    """The import as soon as it is in one of these states."""

    def look() -> dict[str, Any] | None:
        batch: dict[str, Any] = people["clerk"].get(where)
        if batch["status"] == "failed":
            raise SystemExit(f"import failed: {batch}")
        return batch if batch["status"] in states else None

    return dict(eventually(look, what=f"{where} {states}"))


def rows_in(path: Path) -> int:
    """Rows of a file, its heading left out."""
    opened: Any = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as lines:
        return sum(1 for _ in lines) - 1


def cases_in(path: Path) -> list[dict[str, Any]]:
    """The rows of feedback.csv as the API takes them; the same file again has the same ids."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {
                "external_id": hashlib.sha256(f"{number}:{row['content']}".encode()).hexdigest()[:24],
                "customer_code": row["customer_code"],
                "kind": row["kind"],
                "channel": row["channel"],
                "content": row["content"],
                "received_at": datetime.fromisoformat(row["received_at"]).replace(tzinfo=ZONE).isoformat(),
            }
            for number, row in enumerate(csv.DictReader(file))
        ]


def create_cases(people: Session, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """All cases, in batches; returns how many were created and how many refused."""
    created = refused = 0
    for start in range(0, len(rows), 1000):
        answer = people["clerk"].post("/cases/batch", {"source": "file", "cases": rows[start : start + 1000]})
        created += answer["created"]
        refused += len(answer["rejected"])
    return created, refused


def tiers_from(path: Path, policy: dict[str, Any], today: date) -> dict[str, str]:
    """The tiers by the file alone: plain Python over the CSV, nothing of the product's."""
    month = today.year * 12 + today.month - 1 - int(policy["window_months"])
    year, month = divmod(month, 12)
    first = _same_day(year, month + 1, today.day)
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    volumes: dict[str, int] = defaultdict(int)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if first < date.fromisoformat(row["occurred_on"]) <= today:
                amounts[row["customer_code"]] += Decimal(row["amount"])
                volumes[row["customer_code"]] += int(row["quantity"])

    def reaches(code: str, tier: str) -> bool:
        both = (
            amounts[code] >= Decimal(policy[f"{tier}_amount"]),
            volumes[code] >= int(policy[f"{tier}_quantity"]),
        )
        return all(both) if policy["combine"] == "both" else any(both)

    return {
        code: "vip" if reaches(code, "vip") else "potential"
        for code in amounts
        if reaches(code, "vip") or reaches(code, "potential")
    }


def _same_day(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def settled(people: Session, expected: Callable[[], bool]) -> None:
    """Until the news of the tiers has reached the customer service."""

    def told() -> bool:
        judged = people["leader"].get("/tiers/summary")["by_tier"]
        known = {t: people["leader"].get("/customers/count", tier=t)["count"] for t in ("potential", "vip")}
        return judged["vip"] > 0 and all(judged[t] == known[t] for t in known) and expected()

    eventually(told, what="the tiers")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    steps = Steps()
    with running() as stack:
        print(f"system up in {stack.start_seconds:.1f} s")
        people = Session(stack, hire(stack, PEOPLE))
        imports = [
            bring(people, steps, folder / "individual_customers.csv", "persons", "persons (UTF-8 BOM)"),
            bring(people, steps, folder / "enterprise_customers_gbk.csv", "companies", "companies (GBK)"),
            bring(people, steps, folder / "transactions.csv.gz", "transactions", "transactions (.csv.gz)"),
        ]
        policy = next(p for p in people["leader"].get("/tiers/policies")["items"] if p["status"] == "active")
        today = datetime.now(ZONE).date()
        expected = tiers_from(folder / "transactions.csv.gz", policy, today)
        wanted = {tier: sum(1 for t in expected.values() if t == tier) for tier in ("potential", "vip")}
        with steps.step("tiers on every customer's page", sum(i["created"] for i in imports[:2])):
            settled(people, lambda: people["leader"].get("/tiers/summary")["by_tier"]["vip"] == wanted["vip"])
        cases = cases_in(folder / "feedback.csv")
        with steps.step("cases (batches of 1,000)", len(cases)):
            filed = create_cases(people, cases)
        with steps.step("report drawn up, reviewed, mailed", len(cases)):
            report = draw_up(stack, people, today)
        print_table("From an empty system to the mailed report", ["step", "rows", "seconds", "rows/s"], steps.rows)
        print_imports(imports, filed)
        known = sum(rows_in(folder / name) for name in ("individual_customers.csv", "enterprise_customers_gbk.csv"))
        compare(people, expected, known)
        print(f"\nreport {report['code']}: {report['status']}, letters: {[x['status'] for x in report['letters']]}")


def draw_up(stack: Stack, people: Session, today: date) -> dict[str, Any]:
    """The report of the last ninety days; returns it when its letters are sent."""
    period = {"period_from": (today - timedelta(days=89)).isoformat(), "period_to": today.isoformat()}
    report = people["clerk"].post("/reports", period)
    where = f"/reports/{report['id']}"
    report = people["clerk"].post(f"{where}/submit", version=report["version"])
    people["manager"].post(f"{where}/approve", version=report["version"])

    def sent() -> Any:
        found = people["leader"].get(where)
        letters = found["letters"]
        return found if letters and all(letter["status"] == "sent" for letter in letters) else None

    return dict(eventually(sent, what="the letters"))


def print_imports(imports: list[dict[str, Any]], filed: tuple[int, int]) -> None:
    """What became of each file."""
    rows = [[i["filename"], i["encoding"], f"{i['created']:,}", i["rejected"]] for i in imports]
    print_table(
        "Files",
        ["file", "encoding", "created", "refused"],
        [*rows, ["feedback.csv", "utf-8", f"{filed[0]:,}", filed[1]]],
    )


def compare(people: Session, expected: dict[str, str], known: int) -> None:
    """Customer by customer: what the system says beside what the files say; of the ``known`` customers, whoever is
    neither potential nor VIP by the file is ordinary."""
    found: dict[str, str] = {}
    for tier in ("potential", "vip"):
        found |= {c["external_code"]: tier for c in people["leader"].pages("/customers", tier=tier)}
    summary = people["leader"].get("/tiers/summary")["by_tier"]
    different = {code for code in {*found, *expected} if found.get(code) != expected.get(code)}
    by_file = {tier: sum(1 for t in expected.values() if t == tier) for tier in ("potential", "vip")}
    by_file["ordinary"] = known - len(expected)
    rows = [[tier, f"{count:,}", f"{by_file[tier]:,}"] for tier, count in summary.items()]
    print_table("Tiers", ["tier", "the system", "computed from the CSV alone"], rows)
    print(f"\ncustomers whose tier differs: {len(different)} {sorted(different)[:10]}")
    if different or summary != by_file:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
