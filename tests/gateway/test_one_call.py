"""A click on any action asks the services once: the answer of the command is what is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask

from ops.demo.api_client import eventually
from ops.trial import ROBOTS
from tests.gateway.browsers import Browser
from tests.gateway.clicks import Clicks
from tests.gateway.scenario import Scenario, Someone
from tests.gateway.wire import Wire

ELSEWHERE = {"sign_in", "passkey", "language", "password", "satisfaction"}
"""Sections whose forms belong to nobody yet, or ask nobody; what they ask is in the tests of signing in."""

UNTRIED = {
    "staff.detail_reset-second-factor": "needs a second person who was made long before: tests/services/auth/resets",
    "staff.confirm": "the same",
    "staff.refuse": "the same",
    "staff.withdraw": "the same",
    "staff.collect": "the same",
    "own.page_confirm-address": "needs an address that somebody else has put there: tests/gateway/test_passwords.py",
    "staff.provider_links_row_end": "needs the company's provider: tests/gateway/test_oidc.py",
    "cases.mail-again": "needs an email that could not be sent: tests/services/feedback/api/test_replies.py",
    "own.confirm_totp": "needs an authenticator: tests/gateway/test_second_factor.py",
    "own.second_factor_end-totp": "the same",
    "own.second_factor_renew-recovery-codes": "the same",
    "own.second_factor_add-passkey": "needs a passkey: tests/gateway/test_passkeys.py",
    "own.add_passkey": "the same",
    "own.second_factor_row_edit": "the same",
    "own.second_factor_row_end": "the same",
}


@pytest.fixture
def clicks(wired_pages: Flask, wired: dict[str, Wire], scenario: Scenario, enter: Callable[..., Browser]) -> Clicks:
    return Clicks(wired_pages, wired, scenario, enter)


def papers(clicks: Clicks, who: Someone, path: str) -> None:
    clicks.click(who, f"{path}/papers", {"file": (BytesIO(b"one"), "合同.txt")})
    [first] = who.api.get(f"{path}/attachments")["items"]
    clicks.click(who, f"{path}/papers/{first['id']}/replace", {"file": (BytesIO(b"two"), "合同.txt")})
    second, _ = who.api.get(f"{path}/attachments")["items"]
    clicks.click(who, f"{path}/papers/{second['id']}/withdraw", version=second["version"])


def cases(clicks: Clicks) -> None:
    scenario, clerk = clicks.scenario, clicks.scenario.of("service")
    customer = scenario.customer(scenario.of("sales"))
    feedback, complaint = scenario.case(customer), scenario.case(customer, "complaint")

    def step(case: dict[str, Any], name: str, fields: dict[str, Any] | None = None) -> None:
        path = f"/cases/{case['id']}"
        clicks.click(clerk, f"{path}/{name}", fields, version=clerk.api.get(path)["version"])

    step(complaint, "take")
    step(complaint, "release")
    step(complaint, "take")
    step(complaint, "note", {"text": "已联系"})
    step(complaint, "said", {"text": "还没到", "channel": "phone"})
    step(complaint, "answer", {"text": "抱歉", "channel": "phone"})
    step(complaint, "prioritize", {"priority": "high"})
    step(complaint, "classify", {"subject": "", "cause": "", "product": "", "place": ""})
    step(complaint, "wait", {"text": "等发票"})
    step(complaint, "resume")
    step(complaint, "watch")
    step(complaint, "unwatch")
    step(complaint, "link", {"code": feedback["code"]})
    step(complaint, "unlink", {"code": feedback["code"]})
    colleague = scenario.hire("service")
    scenario.until_at_desk(clerk, colleague)
    step(complaint, "assign", {"staff_id": colleague.id})
    step(complaint, "release")
    step(complaint, "take")
    step(complaint, "resolve", {"result": "explained", "outcome": "已说明"})
    step(complaint, "close")
    step(complaint, "rate", {"score": "4", "words": "还行"})
    step(complaint, "reopen", {"reason": "又来了"})
    step(complaint, "merge", {"code": scenario.case(customer, "complaint")["code"]})
    step(feedback, "answer", {"text": "多谢", "channel": "email", "ends": "yes"})
    step(feedback, "answer", {"text": "多谢", "channel": "", "ends": "yes"})
    papers(clicks, clerk, f"/cases/{complaint['id']}")
    new = {"customer_code": customer["code"], "kind": "feedback", "channel": "phone", "content": "很好"}
    clicks.click(clerk, "/cases/new", new)
    rows = f"时间,编号,渠道,类型,内容\n2026-10-01 08:00,{customer['code']},电话,反馈,很好"
    clicks.click(clerk, "/cases/file", {"file": (BytesIO(rows.encode()), "工单.csv")})


def templates(clicks: Clicks) -> None:
    scenario, lead = clicks.scenario, clicks.scenario.of("service_lead")
    texts = dict.fromkeys(("subject_zh", "text_zh", "subject_en", "text_en"), "您好")
    name = f"模板{next(scenario.numbers)}"
    clicks.click(lead, "/cases/templates", {"name": name, **texts})
    [made] = [each for each in lead.api.pages("/reply-templates") if each["name"] == name]
    path = f"/cases/templates/{made['id']}"
    clicks.click(lead, path, {"name": name, **texts, "text_en": "Hello"}, version=made["version"])
    clicks.click(lead, f"{path}/disable", version=made["version"] + 1)
    clicks.click(lead, f"{path}/enable", version=made["version"] + 2)


def deadlines(clicks: Clicks) -> None:
    lead = clicks.scenario.of("service_lead")
    terms = {"first_minutes": "60", "result_minutes": "120", "clock": "working"}
    case = {"kind": "feedback", "tier": "vip", "channel": "chat"}
    clicks.click(lead, "/cases/deadlines/rules", {**case, **terms})
    [rule] = [each for each in lead.api.pages("/deadline-rules") if each["channel"] == "chat"]
    path = f"/cases/deadlines/{rule['id']}"
    clicks.click(lead, path, {**terms, "first_minutes": ""}, version=rule["version"])
    clicks.click(lead, f"{path}/disable", version=rule["version"] + 1)
    clicks.click(lead, f"{path}/enable", version=rule["version"] + 2)
    calendar = lead.api.get("/working-calendar")
    hours = {name: calendar[name] for name in ("opens", "lunch_from", "lunch_to", "closes")}
    ticked = {"weekdays": [str(day) for day in calendar["weekdays"]], "public_holidays": "on"}
    clicks.click(lead, "/cases/deadlines/calendar", {**hours, **ticked}, version=calendar["version"])
    assert lead.api.get("/working-calendar")["weekdays"] == calendar["weekdays"]
    clicks.click(lead, "/cases/deadlines/days", {"day": "2099-01-01", "worked": "on", "reason": "盘点"})
    day = lead.api.get("/own-days")["items"][0]
    clicks.click(lead, f"/cases/deadlines/days/{day['id']}/disable", version=day["version"])
    clicks.click(lead, f"/cases/deadlines/days/{day['id']}/enable", version=day["version"] + 1)


def absences(clicks: Clicks) -> None:
    scenario, lead, clerk = clicks.scenario, clicks.scenario.of("service_lead"), clicks.scenario.hire("service")
    scenario.until_at_desk(clerk, lead)
    soon = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    days = {"from_day": soon, "to_day": soon}
    clicks.click(clerk, "/cases/absences", {"substitute_id": lead.id, **days})
    absence = clerk.api.get("/absences")["items"][0]
    clicks.click(clerk, f"/cases/absences/{absence['id']}/end", version=absence["version"])


def customers(clicks: Clicks) -> None:
    scenario, clerk, verifier = clicks.scenario, clicks.scenario.of("service"), clicks.scenario.of("verifier")
    entry = scenario.entry(clerk, submit=False, mobile="13800138000")
    path = f"/customers/{entry['id']}"

    def step(who: Someone, name: str, fields: dict[str, Any] | None = None) -> None:
        clicks.click(who, f"{path}/{name}", fields, version=clerk.api.get(path)["version"])

    separate(clicks, clerk)
    step(clerk, "own-fields")
    step(clerk, "submit")
    step(verifier, "return", {"reason": "缺电话"})
    step(clerk, "submit")
    step(clerk, "withdraw")
    step(clerk, "submit")
    step(verifier, "approve")
    step(clerk, "edit", {"kind": "company", "industry": "教育"})
    step(clerk, "records", {"kind": "call", "text": "去电"})
    step(clerk, "contacts", {"name": "李四"})
    [contact] = clerk.api.get(f"{path}/contacts")["items"]
    clicks.click(clerk, f"{path}/contacts/{contact['id']}", {"name": "李五"}, version=contact["version"])
    clicks.click(clerk, f"{path}/contacts/{contact['id']}/disable", version=contact["version"] + 1)
    clicks.click(clerk, f"{path}/contacts/{contact['id']}/enable", version=contact["version"] + 2)
    [note] = clerk.api.get(f"{path}/records")["items"]
    clicks.click(clerk, f"{path}/notes/{note['id']}", {"text": "来电", "kind": "call"}, version=1)
    clicks.click(clerk, f"{path}/notes/{note['id']}/withdraw", {"reason": "记错"}, version=2)
    reader = scenario.who_may({"customer:read": "all", "customer:reveal": "all"})
    for verb, fields in (("approve", {}), ("refuse", {"reason": "不对"})):
        proposed = reader.api.post(f"{path}/contacts", {"name": "赵六"})
        clicks.click(clerk, f"{path}/contacts/{proposed['id']}/{verb}", fields, version=1)
    step(reader, "reveal", {"purpose": "complaint", "note": "回访"})
    papers(clicks, clerk, path)
    step(clerk, "disable", {"reason": "停业"})
    scenario.settle(clerk.api.get(path))
    step(clerk, "enable")
    step(clerk, "owner", {"owner_id": scenario.hire("service").id})
    clicks.click(clerk, "/customers/new", {"kind": "person", "name": "张三", "then": "draft"})


def entries(clicks: Clicks) -> None:
    scenario = clicks.scenario
    given = scenario.of("sales").api.post("/customers", {"kind": "person", "name": "李四", "for_service": True})
    clicks.click(scenario.of("service"), f"/customers/handed-in/{given['id']}/take", version=given["version"])


def requests(clicks: Clicks) -> None:
    scenario, department = clicks.scenario, clicks.scenario.department()
    manager = scenario.hire("department_manager", department=department)
    vip, asker = scenario.vip(scenario.hire("sales", department=department)), scenario.hire("sales")

    def ask() -> dict[str, Any]:
        clicks.click(asker, "/customers/requests", {"customer_code": vip["code"], "purpose": "来店", "hours": "8"})
        return dict(asker.api.get("/view-requests")["items"][0])

    asked = ask()
    clicks.click(manager, f"/customers/requests/{asked['id']}/refuse", {"reason": "不必"}, version=asked["version"])
    for who, back in ((asker, "index"), (manager, "to_decide")):
        asked = ask()
        clicks.click(manager, f"/customers/requests/{asked['id']}/approve", version=asked["version"])
        clicks.click(who, f"/customers/requests/{asked['id']}/end/{back}", version=asked["version"] + 1)


def exports(clicks: Clicks) -> None:
    scenario = clicks.scenario
    asker = scenario.who_may({"customer:read": "all", "customer:export": "all"})
    chief = scenario.who_may({"customer:read": "all", "export:approve": "all"})
    policy = chief.api.get("/exports/policy")
    clicks.click(chief, "/customers/exports/limit", {"rows_unasked": "0"}, version=policy["version"])
    limit = chief.api.get("/imports/policy")
    clicks.click(chief, "/customers/exports/file_limit", {"rows_unasked": "0"}, version=limit["version"])
    scenario.customer(scenario.of("sales"))
    for verb in ("refuse", "approve"):
        clicks.click(asker, "/customers/exports", {"format": "csv"})
        waiting = chief.api.get("/exports/to-approve")["items"][0]
        path = f"/customers/exports/{waiting['id']}/{verb}"
        clicks.click(chief, path, {"reason": "不必"} if verb == "refuse" else None, version=waiting["version"])
    limit = {"rows_unasked": str(policy["rows_unasked"])}
    clicks.click(chief, "/customers/exports/limit", limit, version=policy["version"] + 1)


def hand_overs(clicks: Clicks) -> None:
    scenario, department = clicks.scenario, clicks.scenario.department()
    seller = scenario.hire("sales", department=department)
    manager = scenario.hire("department_manager", department=department)
    taker = scenario.hire("customer_manager", department=department)
    for who, verb, fields in ((taker, "take", {}), (manager, "give", {"owner_id": taker.id})):
        vip = scenario.vip(seller)
        found = {each["customer_id"]: each for each in manager.api.pages("/hand-overs")}
        waiting = found[vip["id"]]
        clicks.click(who, f"/customers/hand-overs/{waiting['id']}/{verb}", fields, version=waiting["version"])
    heir = scenario.hire("sales", department=department)
    scenario.customer(seller)
    clicks.click(manager, "/customers/hand-overs/all", {"from_staff": seller.id, "to_staff": heir.id})


def duplicates(clicks: Clicks) -> None:
    scenario, seller, verifier = clicks.scenario, clicks.scenario.of("sales"), clicks.scenario.of("verifier")
    number = f"139{next(scenario.numbers):08}"
    ones = [scenario.customer(seller, mobile=number) for _ in range(3)]
    clicks.click(verifier, "/customers/duplicates/find")

    def pairs() -> list[dict[str, Any]]:
        return [each for each in verifier.api.pages("/likely-pairs") if is_of(each, ones)]

    found = eventually(pairs, what="the pairs to be found")
    path = f"/customers/duplicates/{found[0]['id']}/differ"
    clicks.click(verifier, path, version=found[0]["version"])
    one, other = (seller.api.get(f"/customers/{each['id']}") for each in ones[:2])
    named = {"absorbed_id": other["id"], "absorbed_version": str(other["version"]), "take": ""}
    clicks.click(seller, f"/customers/duplicates/{one['id']}/with/{other['id']}", named, version=one["version"])


def separate(clicks: Clicks, seller: Someone) -> None:
    one, other = clicks.scenario.customer(seller), clicks.scenario.customer(seller)
    body = {"absorbed_id": other["id"], "absorbed_version": other["version"]}
    seller.api.post(f"/customers/{one['id']}/merge", body, version=one["version"])
    gone = seller.api.get(f"/customers/{other['id']}")
    clicks.click(seller, f"/customers/{other['id']}/separate", version=gone["version"])


def is_of(pair: dict[str, Any], customers: list[dict[str, Any]]) -> bool:
    return {pair["first_id"], pair["second_id"]} <= {each["id"] for each in customers}


def checks(clicks: Clicks) -> None:
    scenario, verifier = clicks.scenario, clicks.scenario.of("verifier")
    for verb, fields in (("approve", {}), ("reject", {"reason": "不对"})):
        customer = scenario.customer(scenario.of("sales"), mobile="13800138000")
        change = {"mobile": "13900139000"}
        made = scenario.patch(scenario.of("sales"), f"/customers/{customer['id']}", change, customer["version"])
        asked = made["change_request"]
        clicks.click(verifier, f"/checks/changes/{asked['id']}/{verb}", fields, version=asked["version"])
    entry = scenario.entry(scenario.of("sales"))
    fields = {"differs-region": "yes", "note-region": "上海"}
    clicks.click(verifier, f"/checks/{entry['id']}/return", fields, version=entry["version"])
    entry = scenario.entry(scenario.of("sales"))
    clicks.click(verifier, f"/checks/{entry['id']}/approve", version=entry["version"])
    known = scenario.customer(scenario.of("sales"))
    reader = scenario.who_may({"customer:read": "all"})
    for verb, fields in (("approve", {}), ("refuse", {"reason": "不对"})):
        proposed = reader.api.post(f"/customers/{known['id']}/contacts", {"name": "赵六"})
        clicks.click(verifier, f"/checks/contacts/{proposed['id']}/{verb}", fields, version=1)
    lead = scenario.of("leadership")
    policy = lead.api.get("/check-policies")["items"][0]
    fields = {"waits": [policy["waits"][0], policy["waits"][1]]}
    clicks.click(lead, f"/checks/policies/{policy['id']}", fields, version=policy["version"])
    scenario.patch(lead, f"/check-policies/{policy['id']}", {"waits": policy["waits"]}, policy["version"] + 1)


def reports(clicks: Clicks) -> None:
    scenario, clerk, reviewer = clicks.scenario, clicks.scenario.of("service"), clicks.scenario.of("customer_manager")
    report = scenario.report()
    path = f"/reports/{report['id']}"

    def step(who: Someone, name: str, fields: dict[str, Any] | None = None) -> None:
        clicks.click(who, f"{path}/{name}", fields, version=clerk.api.get(path)["version"])

    step(clerk, "redraw")
    step(clerk, "words", {"what_happened": "**周末**", "why": "", "proposal": "- 加人"})
    step(clerk, "submit")
    step(reviewer, "return", {"comment": "再看看"})
    step(clerk, "answer", {"answer": "已补充"})
    step(clerk, "submit")
    step(reviewer, "approve")
    step(reviewer, "letters")
    papers(clicks, clerk, path)
    clicks.click(clerk, "/reports", {"period_from": "2019-01-01", "period_to": "2019-01-02"})
    policy = reviewer.api.get("/report-policy")
    fields = {"frequency": policy["frequency"], "to_leadership": "yes", "staff_ids": ""}
    clicks.click(reviewer, "/reports/policy", fields, version=policy["version"])


def tiers(clicks: Clicks) -> None:
    editor = clicks.scenario.of("customer_manager")
    clicks.click(editor, "/tiers/recompute")
    clicks.click(editor, "/tiers/policies")
    draft = editor.api.get("/tiers/policies")["items"][0]
    path = f"/tiers/policies/{draft['id']}"
    clicks.click(editor, path, {"note": "试"}, version=draft["version"])
    clicks.click(editor, f"{path}/trial", {"vip_amount": "5000"})
    clicks.click(editor, f"{path}/activate", {"vip_amount": "5000"}, version=draft["version"] + 1)


def imports(clicks: Clicks) -> None:
    scenario = clicks.scenario
    permissions = {"import:run": "own", "customer:read": "own", "customer:write": "own"}
    bringer, verifier = scenario.who_may(permissions), scenario.of("verifier")
    number = next(scenario.numbers)

    def bring(name: str) -> tuple[str, dict[str, Any]]:
        rows = "编号,姓名\n" + "".join(f"O{number}{name}{n},张三\n" for n in range(4))
        batch = scenario.upload(bringer, rows)
        return f"/imports/{batch['id']}", batch

    clicks.click(bringer, "/imports", {"kind": "persons", "file": (BytesIO("姓名\n张三\n".encode()), "客户.csv")})
    for name, verb, fields in (("a", "return", {"reason": "不对"}), ("b", "approve", {})):
        path, batch = bring(name)
        columns = {"column:编号": "external_code", "column:姓名": "name"}
        clicks.click(bringer, f"{path}/mapping", columns, version=batch["version"])
        papers(clicks, bringer, path)
        mapped = scenario.until(bringer, path, "mapped")
        clicks.click(bringer, f"{path}/read_again", {"encoding": "utf-8"}, version=mapped["version"])
        mapped = scenario.until(bringer, path, "mapped")
        clicks.click(bringer, f"{path}/start", {"on_known": "update"}, version=mapped["version"])
        waiting = scenario.until(bringer, path, "waiting_check")
        if verb == "approve":
            back = {"row": "2", "rows": "3-4", "reason": "与表格不符"}
            clicks.click(verifier, f"{path}/return_rows", back, version=waiting["version"])
            waiting = bringer.api.get(path)
        clicks.click(verifier, f"{path}/{verb}", fields, version=waiting["version"])
    done = scenario.until(bringer, path, "done")
    clicks.click(bringer, f"{path}/take_back", version=done["version"])


def case_files(clicks: Clicks) -> None:
    scenario, lead, clerk = clicks.scenario, clicks.scenario.of("service_lead"), clicks.scenario.of("service")
    code = scenario.customer(scenario.of("sales"))["code"]
    policy = lead.api.get("/case-files/policy")
    clicks.click(lead, "/cases/files/limit", {"rows_unasked": "0"}, version=policy["version"])
    for name in ("approve", "return"):
        lines = "".join(f"2026-10-01 08:00,{code},电话,反馈,{name}{n}\n" for n in range(3))
        content = f"时间,编号,渠道,类型,内容\n{lines}".encode()
        clerk.api.upload("/cases/file", {"source": "file"}, "工单.csv", content, key=token_hex(8))
        file = lead.api.get("/case-files")["items"][0]
        path = f"/cases/files/{file['id']}"
        back = {"row": "2", "rows": "3", "reason": "不是反馈"}
        clicks.click(lead, f"{path}/return_rows", back, version=file["version"])
        now = lead.api.get(f"/case-files/{file['id']}")
        clicks.click(lead, f"{path}/{name}", {"reason": "时间不对"}, version=now["version"])


def staff(clicks: Clicks) -> None:
    scenario, admin, api = clicks.scenario, clicks.scenario.administrator, clicks.scenario.admin
    someone = scenario.hire("sales")
    path = f"/staff/{someone.id}"

    def at(place: str) -> int:
        return int(api.get(place)["version"])

    clicks.click(admin, path, {"name": "王五"}, version=at(path))
    address = f"{someone.username}@own.example.com"  # put there by the person, or two have to agree to a link
    scenario.patch(someone, "/me", {"email": address}, someone.api.get("/me")["version"])
    clicks.click(admin, f"{path}/disable", version=at(path))
    clicks.click(admin, f"{path}/enable", version=at(path))
    clicks.click(admin, f"{path}/password", {"name": "王五", "username": someone.username})
    other = scenario.hire("sales")
    clicks.enter(other, at=clicks.pages)
    session = api.get(f"/staff/{other.id}/sessions")["items"][0]
    clicks.click(admin, f"/staff/{other.id}/sessions/{session['id']}/end")
    clicks.click(admin, f"/staff/{other.id}/sessions/end")
    number = next(scenario.numbers)
    new = {"username": f"one.call.{number}", "name": "赵六", "department_id": scenario.root, "roles": ["sales"]}
    clicks.click(admin, "/staff/new", new)

    clicks.click(admin, "/staff/departments", {"name": f"一次{number}部", "parent_id": scenario.root})
    department = scenario.department()
    path = f"/departments/{department}"
    clicks.click(admin, f"/staff{path}", {"name": f"二次{number}部"}, version=at(path))
    clicks.click(admin, f"/staff{path}/disable", version=at(path))
    clicks.click(admin, f"/staff{path}/enable", version=at(path))

    role = {"code": f"once_{number}", "name_zh": "一次", "name_en": "Once", "permission:customer:read": "own"}
    clicks.click(admin, "/staff/roles/new", role)
    [made] = [each for each in api.pages("/roles") if each["code"] == role["code"]]
    path = f"/roles/{made['id']}"
    clicks.click(admin, f"/staff{path}", {**role, "name_en": "Twice"}, version=at(path))
    clicks.click(admin, f"/staff{path}/second-factor", {"factor": "any"}, version=at(path))
    clicks.click(admin, f"/staff{path}/groups", {"groups": "一\n二"}, version=at(path))
    clicks.click(admin, f"/staff{path}/disable", version=at(path))
    clicks.click(admin, f"/staff{path}/enable", version=at(path))


def lists(clicks: Clicks) -> None:
    kept = dict.fromkeys(("regions", "industries"), "verifier")
    kept |= dict.fromkeys(("subjects", "causes", "products", "places"), "service_lead")
    for name, role in kept.items():
        keeper = clicks.scenario.of(role)
        clicks.click(keeper, f"/lists/{name}", {"name": "自有", "aliases": "又名", "parent_code": ""})
        [entry] = [each for each in keeper.api.get(f"/{name}?q=自有")["items"] if each["name"] == "自有"]
        path = f"/lists/{name}/{entry['id']}"
        clicks.click(keeper, path, {"name": "改名", "aliases": "又名，再名"}, version=entry["version"])
        clicks.click(keeper, f"{path}/disable", version=entry["version"] + 1)
        clicks.click(keeper, f"{path}/enable", version=entry["version"] + 2)
    own_fields(clicks)


def own_fields(clicks: Clicks) -> None:
    admin = clicks.scenario.administrator
    words = {"title_zh": "规模", "title_en": "Size", "choices": "small | 小型 | Small", "searchable": "yes"}
    clicks.click(admin, "/lists/fields", {**words, "key": "size", "type": "choice"})
    field = next(each for each in admin.api.get("/customers/fields")["fields"] if each["key"] == "size")
    path = f"/lists/fields/{field['id']}"
    clicks.click(admin, path, {**words, "title_zh": "大小"}, version=field["version"])
    clicks.click(admin, f"{path}/disable", version=field["version"] + 1)
    clicks.click(admin, f"{path}/enable", version=field["version"] + 2)
    clicks.click(admin, f"{path}/disable", version=field["version"] + 3)


def rhythm(clicks: Clicks) -> None:
    scenario, manager = clicks.scenario, clicks.scenario.of("customer_manager")
    known = scenario.customer(scenario.of("sales"))
    fields = {"kind": "call", "direction": "out", "text": "已联系"}
    clicks.click(scenario.of("sales"), f"/customers/rhythm/{known['id']}/note", fields)
    rule = manager.api.get("/rhythm-policies")["items"][0]
    fields = {"every_days": str(rule["every_days"] or ""), "method": rule["method"]}
    clicks.click(manager, f"/customers/rhythm/policies/{rule['id']}", fields, version=rule["version"])


def tokens(clicks: Clicks) -> None:
    admin, program = clicks.scenario.administrator, clicks.scenario.hire("erp")
    fields = {"staff_id": program.id, "name": "ERP", "days": "30", "permission:transaction:write": "all"}
    clicks.click(admin, "/staff/tokens/new", fields)
    token = clicks.scenario.admin.get("/api-tokens")["items"][0]
    clicks.click(admin, f"/staff/tokens/{token['id']}/revoke", version=token["version"])


def own(clicks: Clicks) -> None:
    someone = clicks.scenario.hire("sales")
    clicks.click(someone, "/own", {"email": "", "phone": "", "address": "北京"})
    for _ in range(2):
        clicks.enter(someone, at=clicks.pages)
    found = someone.api.get("/me/sessions")["items"]
    other = next(each for each in found if each["kind"] == "pages")
    clicks.click(someone, f"/own/sessions/{other['id']}/end")
    clicks.click(someone, "/own/sessions/end")
    clicks.click(someone, "/own/second-factor/totp", {"password": someone.password})
    clicks.click(someone, "/own/password", {"old": someone.password, "new": "A-new-one-2026"})
    newcomer = clicks.scenario.hire("sales")
    clicks.click(newcomer, "/own/password/choose", {"old": newcomer.password, "new": "A-new-one-2026"})


def reviews(clicks: Clicks) -> None:
    admin, api = clicks.scenario.administrator, clicks.scenario.admin
    policy = api.get("/account-reviews/policy")
    fields = {name: str(policy[name]) for name in ("months_between", "days_to_answer", "idle_days")}
    clicks.click(admin, "/staff/reviews/policy", fields, version=policy["version"])
    clicks.scenario.hire("sales")
    if not [each for each in api.get("/account-reviews")["items"] if not each["closed_at"]]:
        clicks.click(admin, "/staff/reviews")
    review = api.get("/account-reviews")["items"][0]
    clicks.click(admin, f"/staff/reviews/{review['id']}/answers", {"verb": "keep_all"})
    clicks.clicked.add("reviews.index_begin")


def audit(clicks: Clicks) -> None:
    auditor = clicks.scenario.who_may({"audit:read": "all"})
    clicks.click(auditor, "/audit/seals/customer")


def notices(clicks: Clicks) -> None:
    someone = clicks.scenario.told()
    [notice] = someone.api.get("/notices")["items"]
    clicks.click(someone, f"/notices/{notice['id']}/read")
    clicks.click(someone, f"/notices/{notice['id']}/open")
    clicks.click(someone, "/notices/read", {"kind": ""})
    clicks.click(someone, "/notices/settings", {"case_due": "daily"})
    unit = clicks.scenario.department()
    manager = clicks.scenario.hire("department_manager", department=unit)
    of = {"name": "群", "department_id": unit, "kind": "wecom", "notice_kinds": ["case_due"]}
    clicks.click(manager, "/notices/channels", {**of, "url": f"https://{ROBOTS}/cgi-bin/webhook/send?key=1"})
    for step, fields in (
        ("", {"name": "新群", "notice_kinds": ["case_vip"]}),
        ("try", {}),
        ("disable", {}),
        ("enable", {}),
    ):
        [channel] = manager.api.get("/notice-channels")["items"]
        path = f"/notices/channels/{channel['id']}/{step}".rstrip("/")
        clicks.click(manager, path, fields, version=channel["version"])


SECTIONS = {
    "cases": cases,
    "cases.templates": templates,
    "cases.deadlines": deadlines,
    "cases.absences": absences,
    "customers": customers,
    "customers.requests": requests,
    "customers.entries": entries,
    "customers.exports": exports,
    "customers.hand_overs": hand_overs,
    "customers.duplicates": duplicates,
    "customers.rhythm": rhythm,
    "checks": checks,
    "case_files": case_files,
    "reports": reports,
    "tiers": tiers,
    "imports": imports,
    "lists": lists,
    "staff": staff,
    "tokens": tokens,
    "own": own,
    "reviews": reviews,
    "audit": audit,
    "notices": notices,
}


def actions(pages: Flask) -> dict[str, set[str]]:
    """Section -> the endpoints of its actions."""
    found: dict[str, set[str]] = {}
    for rule in pages.url_map.iter_rules():
        section = rule.endpoint.rpartition(".")[0]
        if "POST" in (rule.methods or ()) and section:
            found.setdefault(section, set()).add(rule.endpoint)
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_a_click_on_any_action_is_one_call(clicks: Clicks, section: str) -> None:
    SECTIONS[section](clicks)
    assert clicks.clicked == actions(clicks.pages)[section] - UNTRIED.keys()


def test_no_section_with_actions_is_left_out(pages: Flask) -> None:
    assert actions(pages).keys() == SECTIONS.keys() | ELSEWHERE
