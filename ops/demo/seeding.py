"""The order in which the demo company comes about."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from chassis.client import Client, ServiceError
from ops.demo.accounts import ACCOUNTS, DEPARTMENTS, PASSWORD, Account
from ops.demo.api_client import ApiClient, eventually
from ops.demo.backdating import backdate_cases
from ops.demo.cases import CONTACTS, OUTCOMES, REPLIES, REPORT_WORDS, RESULTS, cases
from ops.demo.people import OWNERS, Prospect, as_csv, prospects, transactions
from ops.demo.waiting import leave_waiting
from ops.site import Site

SEED = 20261121
SELLING = ("sales", "sales2", "service", "service2")
OWNING = (*SELLING, "manager", "manager2")
CONTACTED = {"vip": 34, "potential": 96}
"""Within how many days the customers of a tier were contacted: a few of them too long ago."""

LEFT_OVERDUE = 8
"""So many cases that are due may be undone."""

LEFT_WAITING = 2
"""So many VIP customers of each wait for a customer manager."""

Say = Callable[[str], None]


def seed(site: Site, say: Say) -> None:
    """Make the demo company in a running system. Raises ServiceError when a step is refused."""
    random = Random(SEED)
    client = Client("gateway", site.url_of("gateway"), seconds=120)
    now = datetime.now(UTC)
    customers = prospects(random)
    staff = hire(site, client)
    say(f"  {len(ACCOUNTS)} people in {len(DEPARTMENTS)} departments")
    wait_for_owners(staff["leader"])
    enter_customers(staff, customers)
    say(f"  {len(customers):,} customers entered and checked")
    count = report_transactions(staff["erp"], list(transactions(random, customers, now.date())))
    say(f"  {count:,} transactions of two years")
    wait_for_tiers(staff["leader"])
    hand_over_vips(staff)
    say("  tiers computed, VIP customers handed to their managers")
    note_contacts(staff, Random(SEED), now)
    create_cases(staff, cases(random, customers, now))
    work_on_cases(staff, Random(SEED), now)
    backdate_cases(site, Random(SEED), now)
    say("  300 cases in all states")
    draw_up_report(staff, now)
    say("  one report waiting for review")
    read_notices(staff)
    leave_waiting(staff)
    say("  entries, view requests, an export and hand-overs waiting for somebody")


def read_notices(staff: dict[str, ApiClient]) -> None:
    """Everybody has read what two years have brought: the bell counts what is new."""
    for username, person in staff.items():
        if username != "erp":
            person.post("/notices/read", {})


def hire(site: Site, client: Client) -> dict[str, ApiClient]:
    """Departments and accounts; everybody signed in."""
    admin = _administrator(site, client)
    departments = {unit["name"]: unit for unit in admin.get("/departments")["items"]}
    root = next(unit for unit in departments.values() if unit["parent_id"] is None)
    ids = {"": root["id"]}
    for key, (name, parent) in DEPARTMENTS.items():
        unit = departments.get(name) or admin.post("/departments", {"name": name, "parent_id": ids[parent or ""]})
        ids[key] = unit["id"]
    known = {person["username"]: person for person in admin.pages("/staff")}
    for account in ACCOUNTS:
        if account.username not in known:
            _hire(admin, account, ids[account.department])
    return {account.username: _signed_in(site, client, account) for account in ACCOUNTS}


def _administrator(site: Site, client: Client) -> ApiClient:
    from services.auth.cli import ensure_admin, reset_admin
    from services.auth.settings import Settings

    try:
        return ApiClient.sign_in(client, "admin", PASSWORD)
    except ServiceError:
        settings = Settings.from_env(site.environment("auth"))
        password = ensure_admin(settings) or reset_admin(settings)
        ApiClient.sign_in(client, "admin", password).post("/me/password", {"old": password, "new": PASSWORD})
        return ApiClient.sign_in(client, "admin", PASSWORD)


def _hire(admin: ApiClient, account: Account, department_id: str) -> None:
    admin.post(
        "/staff",
        {
            "username": account.username,
            "name": account.name,
            "email": f"{account.username}@demo.example.com",
            "department_id": department_id,
            "roles": list(account.roles),
        },
    )


def _signed_in(site: Site, client: Client, account: Account) -> ApiClient:
    try:
        return ApiClient.sign_in(client, account.username, PASSWORD)
    except ServiceError:  # just hired, or an earlier seeding was stopped before the first sign-in
        choose_password(site, client, account.username, PASSWORD)
        return ApiClient.sign_in(client, account.username, PASSWORD)


def choose_password(site: Site, client: Client, username: str, password: str) -> None:
    """Somebody who was hired has chosen a password, without waiting for the letter: the machine gives the first one."""
    from services.auth.cli import give_password
    from services.auth.settings import Settings

    given = give_password(Settings.from_env(site.environment("auth")), username)
    ApiClient.sign_in(client, username, given).post("/me/password", {"old": given, "new": password})


def wait_for_owners(leader: ApiClient) -> None:
    """Until the customer service has heard of everybody whose customers the files name."""

    def heard() -> bool:
        return set(OWNERS) <= {person["name"] for person in leader.get("/hand-overs/takers")["items"]}

    eventually(heard, what="the owners")


def enter_customers(staff: dict[str, ApiClient], customers: list[Prospect]) -> None:
    """Customer service brings the files; the data verifier checks each batch as a whole."""
    halves = {
        ("service", "persons"): [c for c in customers if c.kind == "person"][::2],
        ("service2", "persons"): [c for c in customers if c.kind == "person"][1::2],
        ("service", "companies"): [c for c in customers if c.kind == "company"][::2],
        ("service2", "companies"): [c for c in customers if c.kind == "company"][1::2],
    }
    for (who, kind), rows in halves.items():
        _import(staff[who], staff["verifier"], kind, rows, f"demo:{who}:{kind}")


def _import(author: ApiClient, checker: ApiClient, kind: str, rows: list[Prospect], key: str) -> None:
    filename = f"{key.replace(':', '-')}.csv"
    batch = author.upload("/imports", {"kind": kind}, filename, as_csv(rows), key=key)
    path = f"/imports/{batch['id']}"
    batch = _when(author, path, "mapped", "running", "waiting_check", "checking", "done", "failed")
    if batch["status"] == "mapped":
        author.post(f"{path}/start", {"key": "external_code", "on_known": "skip"}, version=batch["version"])
        batch = _when(author, path, "waiting_check", "done", "failed")
    if batch["status"] == "waiting_check":
        checker.post(f"{path}/approve", version=batch["version"])
        batch = _when(author, path, "done", "failed")
    if batch["status"] == "failed":
        raise ServiceError(500, "import_failed", detail=batch)


def _when(api: ApiClient, path: str, *states: str) -> Any:
    def look() -> Any:
        batch = api.get(path)
        return batch if batch["status"] in states else None

    return eventually(look, what=f"{path} {states}")


def report_transactions(erp: ApiClient, rows: list[dict[str, Any]]) -> int:
    """The ERP reports in batches."""
    for number, rows_of_batch in enumerate(_chunks(rows, 1000)):
        answer = erp.post("/transactions", {"source": "erp", "transactions": rows_of_batch}, key=f"demo:t{number}")
        if answer["rejected"]:
            raise ServiceError(500, "transactions_rejected", detail=answer)
    return len(rows)


def wait_for_tiers(leader: ApiClient) -> None:
    """Until reporting has judged everybody and the customer service has heard it."""

    def told() -> bool:
        judged = leader.get("/tiers/summary")["by_tier"]
        known = {tier: leader.get("/customers/count", tier=tier)["count"] for tier in ("potential", "vip")}
        return bool(judged["vip"] > 0 and all(judged[tier] == known[tier] for tier in known))

    eventually(told, what="the tiers")
    time.sleep(2)  # the last batch of news may still be on its way to reporting
    eventually(told, what="the tiers to stay")


def hand_over_vips(staff: dict[str, ApiClient]) -> None:
    """VIP customers go to the two customer managers, in turn, each checked by the verifier; a few wait for somebody
    to take them."""
    people = {person["name"]: person["id"] for person in staff["leader"].get("/colleagues")["items"]}
    managers = [people["林静"], people["陈浩"]]
    for who in SELLING:
        for number, customer in enumerate(staff[who].pages("/customers", tier="vip", mine=True)[LEFT_WAITING:]):
            given = {"owner_id": managers[number % 2]}
            asked = staff[who].post(f"/customers/{customer['id']}/owner", given, version=customer["version"])
            change = asked["change_request"]
            staff["verifier"].post(f"/change-requests/{change['id']}/approve", version=change["version"])


def note_contacts(staff: dict[str, ApiClient], random: Random, now: datetime) -> None:
    """Owners have been in touch with the customers whose tier has a rhythm: mostly in time."""
    for tier, most in CONTACTED.items():
        for who in OWNING:
            for customer in staff[who].pages("/customers", tier=tier, mine=True):
                at = now - timedelta(days=random.uniform(1, most))
                note = {"kind": random.choice(("call", "visit")), "direction": "out", "text": random.choice(CONTACTS)}
                staff[who].post(f"/customers/{customer['id']}/records", note | {"at": at.isoformat()})


def create_cases(staff: dict[str, ApiClient], rows: list[dict[str, Any]]) -> None:
    """Everything that came in by phone, mail and visit."""
    known = eventually(
        lambda: (
            not (answer := staff["service"].post("/cases/batch", {"source": "demo", "cases": rows}))["rejected"]
            and answer
        ),
        what="cases",
    )
    assert known is not None


def work_on_cases(staff: dict[str, ApiClient], random: Random, now: datetime) -> None:
    """What is due is done, but for a few; of what came in lately some waits, some is being worked on."""
    overdue = 0
    for case in staff["lead"].pages("/cases", status="open"):
        due = datetime.fromisoformat(case["due_at"]) < now
        overdue += due
        fate = random.uniform(0.2, 1) if due and overdue > LEFT_OVERDUE else random.random()
        if fate < 0.1:
            continue
        desk = staff["lead" if case["desk"] == "lead" else random.choice(("service", "service2"))]
        path = f"/cases/{case['id']}"
        case = desk.post(f"{path}/take", version=case["version"])
        if fate < 0.2:
            continue
        if case["kind"] == "feedback":
            desk.post(f"{path}/reply", {"text": random.choice(REPLIES), "mail": fate > 0.9}, version=case["version"])
            continue
        case = desk.post(f"{path}/note", {"text": "已电话联系客户核实情况。"}, version=case["version"])
        chosen = random.randrange(len(RESULTS))
        done = {"result": RESULTS[chosen], "outcome": OUTCOMES[chosen]}
        case = desk.post(f"{path}/resolve", done, version=case["version"])
        if fate > 0.6:
            desk.post(f"{path}/close", version=case["version"])


def draw_up_report(staff: dict[str, ApiClient], now: datetime) -> None:
    """The report of the last thirty days, written and handed in for review."""
    period = {"period_from": (now - timedelta(days=30)).date().isoformat(), "period_to": now.date().isoformat()}
    report = staff["service"].post("/reports", period, key="demo:report")
    if report["status"] == "draft":
        report = staff["service"].patch(f"/reports/{report['id']}", REPORT_WORDS, version=report["version"])
        staff["service"].post(f"/reports/{report['id']}/submit", version=report["version"])


def _chunks(rows: list[dict[str, Any]], size: int) -> list[list[dict[str, Any]]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
