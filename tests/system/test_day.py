"""A day's work of nine people and a program, each at an own desk: what each does, and what each of them sees of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ops.demo.api_client import ApiClient
from tests.support.fleet import Fleet
from tests.system.company import answer, email_to, hire_all, look_at_deadlines, refusal, seen, told, untold

Staff = dict[str, ApiClient]
TODAY = datetime.now(UTC).date()
MOBILE = "13912340911"


@pytest.fixture(scope="module")
def staff(fleet: Fleet, admin: ApiClient) -> Staff:
    """Everybody who works that day."""
    return hire_all(fleet, admin)


@pytest.fixture(scope="module")
def customer(staff: Staff) -> dict[str, Any]:
    """The day's customer: sales hands the paper over, service types it, the verifier sends it back once."""
    sun, wang, li = staff["sun"], staff["wang"], staff["li"]
    paper = {"kind": "company", "name": "日出陶瓷有限公司", "external_code": "DAY-1", "for_service": True}
    handed_in = sun.post("/customers", paper)
    path = f"/customers/{handed_in['id']}"
    assert (handed_in["status"], handed_in["owner_name"]) == ("draft", "孙一磊")
    told(wang, "entry_handed_in", handed_in["id"])
    assert handed_in["id"] in {each["id"] for each in wang.get("/entries/handed-in")["items"]}
    assert [answer(staff[who], path) for who in ("wang", "wu", "zheng", "lin")] == [404] * 4
    assert [answer(staff[who], path) for who in ("he", "admin")] == [403] * 2

    taken = wang.post(f"{path}/take", version=handed_in["version"])
    typed = wang.patch(path, {"mobile": MOBILE, "email": "info@richu.example.com"}, version=taken["version"])
    sent = wang.post(f"{path}/submit", version=typed["version"])
    told(li, "entry_to_check", handed_in["id"])
    assert refusal(wang.post, f"{path}/approve", version=sent["version"])[0] == 403

    back = li.post(f"{path}/return", {"reason": "缺地区"}, version=sent["version"])
    for author in (sun, wang):
        told(author, "entry_returned", handed_in["id"])
        assert [each["returned_reason"] for each in author.get("/entries", status="returned")["items"]] == ["缺地区"]
    better = wang.patch(path, {"region": "广东省"}, version=back["version"])
    again = wang.post(f"{path}/submit", version=better["version"])
    checked = li.post(f"{path}/approve", version=again["version"])
    assert (checked["status"], checked["verified_by_name"]) == ("active", "李一强")
    told(sun, "entry_approved", handed_in["id"])
    return dict(checked)


@pytest.fixture(scope="module")
def rules(staff: Staff) -> None:
    """What makes a VIP that day, as a customer manager puts it in force: the house is shared with other tests."""
    lin = staff["lin"]
    draft = lin.post("/tiers/policies")
    counted = {"kinds": ["sale", "service", "return"], "combine": "both", "window_months": 12}
    thresholds = {
        "potential_amount": "300.00",
        "potential_quantity": 10,
        "vip_amount": "1000.00",
        "vip_quantity": 30,
    }
    path = f"/tiers/policies/{draft['id']}/activate"
    assert lin.post(path, {**counted, **thresholds}, version=draft["version"])["status"] == "active"


@pytest.fixture(scope="module")
def vip(staff: Staff, rules: None, customer: dict[str, Any]) -> dict[str, Any]:
    """The same customer, after the ERP has told of the day's business and a customer manager has taken it."""
    sun, zhao, lin, wu = staff["sun"], staff["zhao"], staff["lin"], staff["wu"]
    path = f"/customers/{customer['id']}"
    sale = {"customer_code": "DAY-1", "occurred_on": TODAY.isoformat(), "kind": "sale"}
    day = [{**sale, "external_id": f"DAY-T{n}", "quantity": 20, "amount": "8000.00"} for n in range(1, 6)]
    back = {**sale, "external_id": "DAY-T6", "kind": "return", "quantity": -5, "amount": "-2000.00"}
    assert staff["ledger"].post("/transactions", {"source": "day", "transactions": [*day, back]})["created"] == 6

    seen(sun, path, lambda found: found["tier"] == "vip")
    why = seen(zhao, f"/tiers/of/{customer['id']}", lambda found: found["amount"] == "38000.00")
    assert (why["tier"], why["quantity"], why["policy_version"] > 0) == ("vip", 95, True)
    told(sun, "customer_rose", customer["id"])
    assert untold(wu, "customer_rose", customer["id"])

    told(lin, "hand_over_waiting", customer["code"])
    waiting = {each["customer_id"]: each for each in lin.pages("/hand-overs")}[customer["id"]]
    assert refusal(sun.post, f"/hand-overs/{waiting['id']}/take", version=waiting["version"])[0] == 403
    lin.post(f"/hand-overs/{waiting['id']}/take", version=waiting["version"])
    mine = seen(lin, path, lambda found: found["owner_name"] == "林一静")
    assert (mine["mobile"], mine["masked"]) == (MOBILE, False)
    return dict(mine)


def test_an_entry_is_seen_by_whom_it_concerns_and_plain_by_nobody_but_its_owner(
    staff: Staff, customer: dict[str, Any]
) -> None:
    path = f"/customers/{customer['id']}"
    shown = {who: answer(staff[who], path) for who in ("sun", "zhao", "wang", "zheng", "li", "zhou")}
    assert {who: found["masked"] for who, found in shown.items() if who != "sun"} == dict.fromkeys(
        shown.keys() - {"sun"}, True
    )
    assert {found["mobile"] for who, found in shown.items() if who != "sun"} <= {"139****0911", MOBILE}
    assert [answer(staff[who], path) for who in ("wu", "he", "admin")] == [404, 403, 403]
    assert [each["id"] for each in staff["wang"].get("/customers", q="0911")["items"]] == [customer["id"]]
    assert staff["wu"].get("/customers", q="0911")["items"] == []


def test_after_the_hand_over_it_is_the_customer_managers_and_its_seller_sees_it_no_more(
    staff: Staff, vip: dict[str, Any]
) -> None:
    path = f"/customers/{vip['id']}"
    assert [answer(staff[who], path) for who in ("sun", "wu")] == [404, 404]
    assert staff["sun"].get("/customers", q="DAY-1")["items"] == []
    assert answer(staff["zhao"], path) == 404  # it left the department with its owner
    assert answer(staff["zhou"], path)["owner_name"] == "林一静"


@pytest.fixture
def an_hour(staff: Staff) -> Iterator[None]:
    """Meanwhile complaints of VIP customers that come by chat are to be settled within an hour."""
    term = {"kind": "complaint", "tier": "vip", "channel": "chat", "clock": "always", "result_minutes": 60}
    rule = staff["zheng"].post("/deadline-rules", term)
    yield
    staff["zheng"].post(f"/deadline-rules/{rule['id']}/disable", version=rule["version"])


@pytest.mark.usefixtures("an_hour")
def test_the_complaint_of_a_vip_is_escalated_and_the_lead_handles_it(
    fleet: Fleet, staff: Staff, vip: dict[str, Any]
) -> None:
    lin, wang, zheng, zhou = staff["lin"], staff["wang"], staff["zheng"], staff["zhou"]
    said = {"customer_id": vip["id"], "kind": "complaint", "channel": "chat", "content": "一车瓷砖全碎了"}
    almost_late = (datetime.now(UTC) - timedelta(minutes=60) + timedelta(seconds=2)).isoformat()
    filed = lin.post("/cases", {**said, "received_at": almost_late})
    path = f"/cases/{filed['id']}"
    assert (filed["desk"], filed["tier"]) == ("lead", "vip")
    assert told(zheng, "case_vip", filed["id"])["code"] == filed["code"]
    assert untold(wang, "case_vip", filed["id"])
    assert refusal(wang.post, f"{path}/take", version=filed["version"])[0] in {403, 409}

    seen(zheng, path, lambda found: found["overdue"])
    look_at_deadlines(fleet)
    told(zheng, "case_escalated", filed["id"])
    assert filed["id"] in {each["id"] for each in zheng.pages("/cases", overdue=True)}

    taken = zheng.post(f"{path}/take", version=filed["version"])
    plain = seen(zheng, f"/customers/{vip['id']}", lambda found: not found["masked"])
    assert (plain["mobile"], plain["plain_by"]) == (MOBILE, f"case:{filed['code']}")
    assert answer(wang, f"/customers/{vip['id']}")["mobile"] == "139****0911"

    draft = zheng.get(f"{path}/draft")
    assert draft is not None
    told_by_phone = {"channel": "phone", "text": "已致歉，明日补发一车。"}
    answered = zheng.post(f"{path}/answer", told_by_phone, version=taken["version"])
    outcome = {"result": "compensated", "outcome": "补发一车，并退还运费。"}
    resolved = zheng.post(f"{path}/resolve", outcome, version=answered["version"])
    closed = zheng.post(f"{path}/close", version=resolved["version"])
    assert closed["status"] == "closed"
    masked = seen(zheng, f"/customers/{vip['id']}", lambda found: found["masked"])
    assert masked["mobile"] == "139****0911"
    assert (answer(zhou, path)["result"], answer(lin, path)["outcome"]) == ("compensated", "补发一车，并退还运费。")
    assert answer(staff["sun"], path) == 404


def test_feedback_is_answered_by_mail_and_its_customers_page_says_so(
    fleet: Fleet, staff: Staff, vip: dict[str, Any]
) -> None:
    wang = staff["wang"]
    said = {"customer_id": vip["id"], "kind": "feedback", "channel": "web", "content": "补发很快，谢谢"}
    filed = wang.post("/cases", said)
    assert filed["desk"] == "service"
    path = f"/cases/{filed['id']}"
    taken = wang.post(f"{path}/take", version=filed["version"])
    shown = wang.post(f"{path}/email", {"text": "感谢您的肯定", "ends": True})
    reply = wang.post(f"{path}/reply", {"text": "感谢您的肯定", "mail": True}, version=taken["version"])
    assert reply["status"] == "answered"
    mail = email_to(fleet, "info@richu.example.com", "感谢您的肯定")
    assert str(shown["subject"]) in mail
    listed = staff["lin"].get("/cases", customer_id=vip["id"])["items"]
    assert "answered" in {each["status"] for each in listed if each["id"] == filed["id"]}


def test_the_report_of_the_day_is_returned_written_and_reaches_the_leadership(
    fleet: Fleet, staff: Staff, vip: dict[str, Any]
) -> None:
    wang, lin, zhou = staff["wang"], staff["lin"], staff["zhou"]
    day = TODAY.isoformat()
    made = wang.post("/reports", {"period_from": (TODAY - timedelta(days=12)).isoformat(), "period_to": day})
    path = f"/reports/{made['id']}"
    sent = wang.post(f"{path}/submit", version=made["version"])
    told(lin, "report_to_review", made["id"])
    assert refusal(wang.post, f"{path}/approve", version=sent["version"])[0] == 403

    back = lin.post(f"{path}/return", {"comment": "请写明原因"}, version=sent["version"])
    told(wang, "report_returned", made["id"])
    written = wang.patch(path, {"why": "包装太薄"}, version=back["version"])
    again = wang.post(f"{path}/submit", version=written["version"])
    approved = lin.post(f"{path}/approve", version=again["version"])
    assert approved["status"] == "approved"
    told(wang, "report_approved", made["id"])
    mail = email_to(fleet, "day.zhou@example.com", made["code"])
    assert "包装太薄" in mail
    sent_all = seen(zhou, path, lambda found: found["letters"] and {e["status"] for e in found["letters"]} == {"sent"})
    steps = [each["kind"] for each in sent_all["events"]]
    assert [steps.count(kind) for kind in ("submitted", "returned", "approved")] == [2, 1, 1]
    assert "请写明原因" in {each["comment"] for each in sent_all["events"]}


def test_the_auditor_sees_who_did_and_read_what_and_no_customer(staff: Staff, vip: dict[str, Any]) -> None:
    he = staff["he"]
    changes = he.pages("/audit/customer/changes", record=vip["id"])
    assert {"孙一磊", "王一芳", "李一强", "林一静"} <= {each["actor_name"] for each in changes}
    readings = he.pages("/audit/customer/readings", record=vip["id"])
    by_lead = [each for each in readings if each["actor_name"] == "郑一雪"]
    assert vip["code"] in {each["record_name"] for each in by_lead}
    assert MOBILE not in str(changes) + str(readings)
    assert [answer(he, path) for path in ("/customers", f"/customers/{vip['id']}", "/cases", "/reports")] == [403] * 4


def test_who_leaves_is_missed_and_the_administrator_who_lets_them_go_sees_no_customer(staff: Staff) -> None:
    admin, sun, wu, zhao, li = (staff[who] for who in ("admin", "sun", "wu", "zhao", "li"))
    left = sun.post("/customers", {"kind": "person", "name": "日落先生", "external_code": "DAY-2", "submit": True})
    li.post(f"/customers/{left['id']}/approve", version=left["version"])
    me = sun.get("/me")["id"]
    person = admin.get(f"/staff/{me}")
    admin.post(f"/staff/{me}/disable", version=person["version"])
    told(zhao, "owner_left", me)
    assert refusal(sun.get, "/me")[0] == 401
    assert [answer(admin, path) for path in ("/customers", f"/customers/{left['id']}", "/cases")] == [403] * 3

    heir = wu.get("/me")["id"]
    zhao.post("/hand-overs/all", {"from_staff": me, "to_staff": heir})
    mine = seen(wu, f"/customers/{left['id']}", lambda found: found["owner_name"] == "吴一倩")
    assert not mine["masked"]
    told(wu, "customer_given", left["id"])
