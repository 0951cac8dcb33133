"""One company to ask about: people of each role, and records of each kind at each relation to them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.services import SERVICES
from ops.demo.api_client import ApiClient, eventually
from ops.trial import ROBOTS
from tests.access.matrix import EXPORTERS
from tests.access.rights import OWNERS, READERS, STAFF, Relation
from tests.access.scenario import Belongs, Scenario, Secrets, ask
from tests.support.authenticator import Authenticator
from tests.support.fleet import PASSWORD, Fleet
from tests.support.written import WRITTEN, Written

R = Relation
PLACES = {R.DEPARTMENT: "north", R.BELOW: "below", R.OTHER: "south"}
"""Where the people of the matrix find the records of others; they themselves work in the north."""


def build(fleet: Fleet, admin: ApiClient) -> Scenario:
    """The company, with everything in place and heard of everywhere."""
    scenario = Scenario(fleet)
    _departments(scenario, admin)
    _people(scenario, admin)
    _review(scenario)
    _customers(scenario)
    _vips(scenario, admin)
    _imports(scenario)
    _case_files(scenario)
    _exports(scenario)
    _without_owner(scenario, admin)
    for kind in WRITTEN:
        _written(scenario, admin, kind)
    _channels(scenario, admin)
    _notice(scenario)
    settle(scenario)
    return scenario


def _written(scenario: Scenario, admin: ApiClient, kind: Written) -> None:
    """Drafts of those who write such records, here and elsewhere; and somebody who writes and approves."""
    for relation, place in PLACES.items():
        author = scenario.hire(admin, f"{place}.{kind.name}", [kind.writers[0]], place)
        scenario.keep(kind.name, relation, author.api.post(kind.path, dict(kind.body)))
    for role in kind.writers:
        scenario.keep(kind.name, R.OWN, scenario.api(role).post(kind.path, dict(kind.body)), role)
    scenario.hire(admin, f"both.{kind.name}", [kind.writers[0], kind.approvers[0]], "north")


def _channels(scenario: Scenario, admin: ApiClient) -> None:
    """A group robot of each department, told of what does not happen here."""
    url = f"https://{ROBOTS}/cgi-bin/webhook/send?key=access"
    for relation, place in PLACES.items():
        of = {"name": f"{place}群", "department_id": scenario.departments[place]}
        made = admin.post("/notice-channels", {**of, "kind": "wecom", "url": url, "notice_kinds": ["backup_failed"]})
        scenario.keep("channel", relation, made)


def _notice(scenario: Scenario) -> None:
    """Somebody in the south is told that a report was returned."""
    author, day = scenario.api("south.owner"), date(2024, 1, 31).isoformat()
    made = author.post("/reports", {"period_from": day, "period_to": day})
    made = author.post(f"/reports/{made['id']}/submit", version=made["version"])
    returned = {"comment": "请补充"}
    scenario.api("customer_manager").post(f"/reports/{made['id']}/return", returned, version=made["version"])

    def told() -> Any:
        return next(iter(author.get("/notices", kind="report_returned")["items"]), None)

    scenario.keep("notice", R.OTHER, eventually(told, what="a notice", every=0.05))


def _departments(scenario: Scenario, admin: ApiClient) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    for name, title, parent in (
        ("north", "北方部", root["id"]),
        ("below", "北方一组", "north"),
        ("south", "南方部", root["id"]),
    ):
        made = admin.post("/departments", {"name": title, "parent_id": scenario.departments.get(parent, parent)})
        scenario.departments[name] = made["id"]
    for relation, place in PLACES.items():
        scenario.keep("department", relation, scenario.departments[place])


def _people(scenario: Scenario, admin: ApiClient) -> None:
    for role in STAFF:
        scenario.hire(admin, role, [role], "north")
        scenario.keep("person", R.OWN, admin.get(f"/staff/{scenario.people[role].id}"), role)
    for relation, place in PLACES.items():
        scenario.hire(admin, f"{place}.owner", ["sales", "service"], place)
        scenario.hire(admin, f"{place}.manager", ["customer_manager"], place)
        scenario.keep("person", relation, _account(scenario, admin, f"ordinary.{place}", place)["id"])
        spare = _account(scenario, admin, f"spare.{place}", place)
        scenario.keep("account", relation, spare["id"])
        scenario.keep("account request", relation, spare["begun"]["request"]["id"])
    left = _account(scenario, admin, "left", "north")
    scenario.keep("person", R.DEPARTMENT_DISABLED, admin.post(f"/staff/{left['id']}/disable", version=left["version"]))
    scenario.hire(admin, "both", ["service", "verifier", "customer_manager"], "north")
    sessions = admin.get(f"/staff/{scenario.people['south.owner'].id}/sessions")
    scenario.keep("session", R.OTHER, sessions["items"][0]["id"])
    scenario.keep("passkey", R.OTHER, _passkey(scenario, admin))


def _passkey(scenario: Scenario, admin: ApiClient) -> Any:
    """The passkey of somebody in the south."""
    api = scenario.fleet.hire(admin, "access.key", "员工钥匙", ["sales"], scenario.departments["south"])
    asked = api.post("/me/second-factor/passkeys", {"password": PASSWORD})
    made = Authenticator().make(asked["options"], origin=scenario.fleet.site.public_url)
    sent = {"challenge": asked["challenge"], "name": "Key", **made}
    code = api.post("/me/second-factor/passkeys/confirm", sent)["recovery_codes"][0]
    credentials = {"username": "access.key", "password": PASSWORD, "code": code}
    token = scenario.fleet.client.ask("POST", "/api/v1/auth/tokens", body=credentials)["access_token"]
    return ApiClient(scenario.fleet.client, token).get("/me/second-factor")["passkeys"][0]["id"]


def _review(scenario: Scenario) -> None:
    """A review of these accounts; there is one at a time, perhaps of an earlier scenario of this fleet."""
    assert ask(scenario, "administrator", "POST", "/v1/account-reviews").status in {201, 409}


def _account(scenario: Scenario, admin: ApiClient, name: str, place: str) -> Any:
    person = {"username": f"access.{name}", "name": f"员工{name}", "roles": ["sales"]}
    return admin.post("/staff", {**person, "department_id": scenario.departments[place]})


def _customers(scenario: Scenario) -> None:
    """Own ones of each role that may own one, those of colleagues, and disabled ones."""
    for relation, place in PLACES.items():
        _customer(scenario, f"{place}.owner", relation)
    _customer(scenario, "north.owner", R.DEPARTMENT_DISABLED)
    for role in OWNERS:
        for relation in (R.OWN, R.OWN_DISABLED):
            _customer(scenario, role, relation)
    for relation, place in PLACES.items():
        changed = enter(scenario, f"{place}.owner")
        customer = scenario.patch(
            f"{place}.owner", f"/customers/{changed['id']}", {"sex": "female"}, changed["version"]
        )
        scenario.keep("change request", relation, customer["change_request"])
        draft(scenario, f"{place}.owner", f"{place}.owner")
    draft(scenario, "sales", "south.owner")


def enter(scenario: Scenario, owner: str, **values: Any) -> Any:
    """An entry that was checked: a customer of somebody, with numbers that are found nowhere else."""
    number = next(scenario.numbers)
    name, mobile, mail = f"阵客{number:03}", f"1391{number:03}5678", f"zhen{number:03}@kehu.example"
    address = f"北京市海淀区阵前路{number:03}号"
    entry = {"kind": "person", "name": name, "mobile": mobile, "email": mail, "address": "上海市黄浦区", **values}
    author = "north.owner"
    made = scenario.api(author).post("/customers", {**entry, "submit": True})
    made = scenario.api("verifier").post(f"/customers/{made['id']}/approve", version=made["version"])
    made = settled(scenario, scenario.patch(author, f"/customers/{made['id']}", {"address": address}, made["version"]))
    contact = {"name": f"赵{number:03}", "phone": f"1371{number:03}4321", "email": f"zhao{number:03}@kehu.example"}
    kept = scenario.api(author).post(f"/customers/{made['id']}/contacts", contact)
    made["contact"] = kept["id"]
    plain = (mobile, mail, f"阵前路{number:03}号", contact["phone"], contact["email"])
    scenario.secrets[made["id"]] = Secrets(name, plain)
    scenario.secrets[kept["id"]] = Secrets(contact["name"], plain[3:])
    if owner != author:
        made |= give(scenario, made, owner)
    scenario.customers[made["id"]] = Belongs(owner)
    return made


def settled(scenario: Scenario, changed: Any) -> Any:
    """A customer whose change waited for its check, as it is once that was made."""
    request = changed["change_request"]
    scenario.api("verifier").post(f"/change-requests/{request['id']}/approve", version=request["version"])
    return scenario.api("leadership").get(f"/customers/{changed['id']}")


def draft(scenario: Scenario, author: str, owner: str) -> Any:
    """An entry of somebody for an owner that nobody has checked yet."""
    number = next(scenario.numbers)
    name, mobile = f"录客{number:03}", f"1361{number:03}2468"
    entry = {"kind": "person", "name": name, "mobile": mobile, "owner_id": scenario.people[owner].id, "submit": True}
    made = scenario.api(author).post("/customers", entry)
    scenario.secrets[made["id"]] = Secrets(name, (mobile,))
    scenario.customers[made["id"]] = Belongs(owner, author)
    return made


def give(scenario: Scenario, customer: Any, owner: str) -> Any:
    """Hand a customer of the north to somebody."""
    body = {"owner_id": scenario.people[owner].id}
    asked = scenario.api("north.owner").post(f"/customers/{customer['id']}/owner", body, version=customer["version"])
    return settled(scenario, asked)


def _customer(scenario: Scenario, owner: str, relation: Relation) -> None:
    """A customer with its contact and its case; a disabled one is handed over when it is disabled already."""
    role = owner if relation in (R.OWN, R.OWN_DISABLED) else ""
    disabled = relation in (R.OWN_DISABLED, R.DEPARTMENT_DISABLED)
    made = enter(scenario, "north.owner" if disabled else owner)
    case = create_case(scenario, "south.owner", made["id"])
    if disabled:
        path = f"/customers/{made['id']}/disable"
        made |= settled(scenario, scenario.api("north.owner").post(path, {"reason": "停业"}, version=made["version"]))
        if owner != "north.owner":
            made |= give(scenario, made, owner)
        scenario.customers[made["id"]] = Belongs(owner, disabled=True)
    scenario.keep("customer", relation, made["id"], role)
    scenario.keep("contact", relation, made["contact"], role)
    scenario.keep("case", relation, case["id"], role)


def create_case(scenario: Scenario, by: str, customer_id: str, kind: str = "feedback") -> Any:
    """A case of a customer, as soon as feedback has heard of it."""
    body = {"customer_id": customer_id, "kind": kind, "channel": "phone", "content": "安装很快"}

    def filed() -> Any:
        said = ask(scenario, by, "POST", "/v1/cases", body)
        return said.body if said.status == 201 else None

    return eventually(filed, what="the customer to be known to feedback", every=0.02)


def _vips(scenario: Scenario, admin: ApiClient) -> None:
    """VIP customers that wait for a customer manager, and requests to view them."""
    vips = {
        relation: enter(scenario, f"{place}.owner", external_code=f"ZV{place}") for relation, place in PLACES.items()
    }
    today = datetime.now(UTC).date().isoformat()
    rows = [
        {
            "external_id": f"ZT-{place}",
            "customer_code": f"ZV{place}",
            "occurred_on": today,
            "quantity": 900,
            "amount": "990000.00",
        }
        for place in PLACES.values()
    ]
    scenario.api("erp").post("/transactions", {"source": "erp", "transactions": rows})
    ids = {made["id"] for made in vips.values()}

    def waiting() -> Any:
        found = {each["customer_id"]: each for each in scenario.api("leadership").pages("/hand-overs")}
        return found if ids <= found.keys() else None

    found = eventually(waiting, what="the VIP customers to wait for a customer manager")
    for relation, made in vips.items():
        scenario.keep("hand-over", relation, found[made["id"]])
        scenario.keep("vip", relation, made["id"])
        asker = "north.owner" if relation is R.OTHER else "south.owner"
        scenario.keep("view request", relation, ask_to_view(scenario, asker, made["code"]))
    for role in READERS:
        scenario.keep("view request", R.OWN, ask_to_view(scenario, role, vips[R.OTHER]["code"]), role)


def ask_to_view(scenario: Scenario, name: str, code: str) -> Any:
    """A request to view a customer."""
    return scenario.api(name).post("/view-requests", {"customer_code": code, "purpose": "联合拜访", "hours": 2})


def _imports(scenario: Scenario) -> None:
    for relation, place in PLACES.items():
        scenario.keep("import", relation, bring(scenario, f"{place}.owner"))
    scenario.keep("import", R.OWN, bring(scenario, "service"), "service")


def _case_files(scenario: Scenario) -> None:
    for relation, place in PLACES.items():
        scenario.keep("case file", relation, send_cases(scenario, f"{place}.owner"))
    for role in ("sales", "service", "service_lead"):
        scenario.keep("case file", R.OWN, send_cases(scenario, role), role)


def send_cases(scenario: Scenario, name: str) -> Any:
    """A file of one case, which waits for its check."""
    number = next(scenario.numbers)
    of = "sales" if name == "service_lead" else name
    code = scenario.api(of).get("/customers", mine="true", status="active")["items"][0]["code"]
    text = io.StringIO()
    csv.writer(text).writerows(
        [["时间", "编号", "渠道", "类型", "内容"], ["2026-01-05 08:00", code, "电话", "反馈", f"很好{number}"]]
    )
    content, key = text.getvalue().encode(), f"access-cases-{number}"
    sent = scenario.api(name).upload("/cases/file", {"source": "file"}, "反馈.csv", content, key=key)
    return scenario.api(name).get(f"/case-files/{sent['waiting']}")


def bring(scenario: Scenario, name: str) -> Any:
    """An import of one customer, read and not yet started."""
    number = next(scenario.numbers)
    mobile, mail = f"1381{number:03}8765", f"dao{number:03}@kehu.example"
    text = io.StringIO()
    csv.writer(text).writerows([["编号", "姓名", "手机", "邮箱"], [f"ZI{number:03}", f"导客{number:03}", mobile, mail]])
    key, content = f"access-{number}", text.getvalue().encode()
    made = scenario.api(name).upload("/imports", {"kind": "persons"}, "客户.csv", content, key=key)

    def read() -> Any:
        found = scenario.api(name).get(f"/imports/{made['id']}")
        return found if found["status"] == "mapped" else None

    found = eventually(read, what="the file to be read", every=0.05)
    scenario.secrets[found["id"]] = Secrets(f"导客{number:03}", (mobile, mail))
    return found


def _exports(scenario: Scenario) -> None:
    """Small ones that are done at once, then large ones, which is any once the limit is nought."""
    askers = [(R.OWN, role) for role in EXPORTERS]
    askers += [(relation, f"{place}.manager") for relation, place in PLACES.items()]
    for relation, name in askers:
        scenario.keep("file", relation, _file(scenario, name), name if relation is R.OWN else "")
    policy = scenario.api("leadership").get("/exports/policy")
    scenario.patch("leadership", "/exports/policy", {"rows_unasked": 0}, policy["version"])
    for relation, name in askers:
        made = scenario.api(name).post("/exports", {"format": "csv", "wanted": {}})
        assert made["status"] == "waiting"
        scenario.keep("export", relation, made, name if relation is R.OWN else "")
    now = scenario.api("leadership").get("/exports/policy")
    scenario.patch("leadership", "/exports/policy", {"rows_unasked": policy["rows_unasked"]}, now["version"])


def _file(scenario: Scenario, name: str) -> Any:
    made = scenario.api(name).post("/exports", {"format": "csv", "wanted": {}})

    def done() -> Any:
        mine = scenario.api(name).get("/exports")["items"]
        return next((each for each in mine if each["id"] == made["id"] and each["status"] == "done"), None)

    return eventually(done, what="the file to be made", every=0.05)


def _without_owner(scenario: Scenario, admin: ApiClient) -> None:
    day = date(2024, 2, 29).isoformat()
    scenario.keep("report", R.NONE, scenario.api("service").post("/reports", {"period_from": day, "period_to": day}))
    scenario.keep("policy", R.NONE, scenario.api("leadership").post("/tiers/policies"))
    [role] = [each for each in admin.get("/roles", limit=200)["items"] if each["code"] == "sales"]
    scenario.keep("role", R.NONE, role)
    token = {
        "name": "阵",
        "staff_id": scenario.people["erp"].id,
        "permissions": {"transaction:write": "all"},
        "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    }
    scenario.keep("token", R.NONE, admin.post("/api-tokens", token))
    scenario.keep("reply template", R.NONE, scenario.api("service").get("/reply-templates")["items"][0])
    scenario.keep("absence", R.NONE, _absence(scenario))


def _absence(scenario: Scenario) -> Any:
    """Somebody of customer service is away, as soon as feedback has heard of who stands in."""
    soon = datetime.now(UTC).date() + timedelta(days=90)
    days = {"from_day": soon.isoformat(), "to_day": soon.isoformat()}
    body = {"substitute_id": scenario.people["service_lead"].id, **days}

    def named() -> Any:
        said = ask(scenario, "service", "POST", "/v1/absences", body)
        return said.body if said.status == 201 else None

    return eventually(named, what="the substitute to be known to feedback", every=0.05)


def settle(scenario: Scenario) -> None:
    """Until every service has heard everything."""
    admin = scenario.api("administrator")

    def heard() -> bool:
        return all(
            not subscription["lag"]
            for service in SERVICES
            for subscription in admin.get(f"/system/{service}")["subscriptions"]
        )

    eventually(heard, what="the news to be heard", every=0.05)
