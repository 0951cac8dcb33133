"""The auditor's pages: what they ask the services for, and what they show."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from tests.gateway.conftest import HTMX, Browser
from tests.gateway.outside import Outside

Services = dict[str, Outside]
SignIn = Callable[..., Browser]
AUDITOR = {"audit:read": "all", "staff:read": "all"}
ROW: dict[str, Any] = {
    "id": "0192f0c1-0000-7000-8000-0000000000c1",
    "at": "2026-11-20T20:30:00+00:00",
    "actor_id": "0192f0c1-0000-7000-8000-0000000000c2",
    "actor_name": "王芳",
    "origin": "10.0.0.7",
    "kind": "customer",
    "record_id": "0192f0c1-0000-7000-8000-0000000000c3",
    "record_name": "P2026000001X",
}
CHANGE = {
    **ROW,
    "action": "changed",
    "people": {"p1": "李强"},
    "fields": {"mobile": ["138****1497", "139****1234"], "pairs": [["张三"], []], "owner_id": [None, "p1"]},
}
READING = {**ROW, "purpose": "contact", "note": "回访"}
SEALS: dict[str, Any] = {
    "seals": 12,
    "sealed_at": "2026-11-20T20:30:00+00:00",
    "head": "12:" + "ab" * 32,
    "unsealed": 3,
    "checked": {
        "at": "2026-11-20T20:30:00+00:00",
        "ok": False,
        "seals": 12,
        "rows": 240,
        "unsealed": 0,
        "flaws": ["x"],
    },
}


def test_nobody_but_an_auditor_gets_in(sign_in: SignIn, services: Services) -> None:
    browser = sign_in({"customer:read": "all", "system:read": "all"})
    for path in ("/audit", "/audit/readings", "/audit/changes.csv", "/audit/sign-ins", "/audit/seals"):
        assert browser.get(path).status_code == 403
    assert "/audit" not in browser.get("/own").text


def test_the_filters_reach_the_service_that_was_chosen(sign_in: SignIn, services: Services) -> None:
    services["feedback"].says("GET", "/v1/audit/feedback/changes", {"items": [CHANGE], "next": "further"})
    query = {"service": "feedback", "person": "王芳", "record": "X1", "since": "2026-11-01", "until": "2026-11-20"}
    page = sign_in(AUDITOR).get("/audit", query_string=query).text
    [asked] = services["feedback"].asked("GET", "/v1/audit/feedback/changes")
    sent = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert sent == {
        "person": "王芳",
        "record": "X1",
        "since": "2026-11-01T00:00:00+08:00",
        "until": "2026-11-21T00:00:00+08:00",
        "limit": "50",
    }
    assert "138****1497" in page
    assert "李强" in page
    assert "张三" not in page
    assert "after=further" in page


def test_a_status_is_told_by_the_word_of_its_record(sign_in: SignIn, services: Services) -> None:
    case = {**CHANGE, "kind": "case_file", "fields": {"status": ["open", "taken"]}}
    services["feedback"].says("GET", "/v1/audit/feedback/changes", {"items": [case], "next": None})
    page = sign_in(AUDITOR).get("/audit?service=feedback").text
    assert "<del>Open</del> → <ins>In hand</ins>" in page


def test_a_day_that_is_none_is_refused(sign_in: SignIn, services: Services) -> None:
    assert sign_in(AUDITOR).get("/audit?since=yesterday").status_code == 400
    assert sign_in(AUDITOR).get("/audit?service=kitchen").status_code == 404


def test_readings_show_what_they_were_for(sign_in: SignIn, services: Services) -> None:
    services["customer"].says("GET", "/v1/audit/customer/readings", {"items": [READING], "next": None})
    page = sign_in(AUDITOR).get("/audit/readings", headers=HTMX).text
    assert "<html" not in page
    assert "Get in touch" in page
    assert "P2026000001X" in page


def test_a_file_goes_out_as_the_service_made_it(sign_in: SignIn, services: Services) -> None:
    made = {"Content_Type": "text/csv; charset=utf-8", "Content_Disposition": 'attachment; filename="a.csv"'}
    services["customer"].says("GET", "/v1/audit/customer/changes.csv", b"a,b\r\n", 200, **made)
    answer = sign_in(AUDITOR).get("/audit/changes.csv?person=x")
    assert (answer.data, answer.headers["Content-Disposition"]) == (b"a,b\r\n", 'attachment; filename="a.csv"')
    assert answer.mimetype == "text/csv"


def test_the_state_of_the_seals_is_shown_a_service_at_a_time(sign_in: SignIn, services: Services) -> None:
    services["auth"].says("GET", "/v1/audit/auth/seals", SEALS)
    services["customer"].says("GET", "/v1/audit/customer/seals", {**SEALS, "checked": None, "head": "", "seals": 0})
    browser = sign_in(AUDITOR)
    assert browser.get("/audit/seals").text.count('hx-get="/audit/seals/') == 4
    broken = browser.get("/audit/seals/auth").text
    assert "Records were bent:" in broken
    assert "240" in broken
    assert "Not checked yet." in browser.get("/audit/seals/customer").text
    assert browser.get("/audit/seals/kitchen").status_code == 404


def test_a_check_of_the_seals_can_be_asked_for(sign_in: SignIn, services: Services) -> None:
    services["auth"].says("POST", "/v1/audit/auth/checks", {"job_id": ROW["id"]}, 202)
    browser = sign_in(AUDITOR)
    answer = browser.post("/audit/seals/auth", {"idempotency_key": "k"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/audit/seals")
    [asked] = services["auth"].asked("POST", "/v1/audit/auth/checks")
    assert asked.headers["Idempotency-Key"] == "k"


def test_sign_ins_are_found_by_name_and_result(sign_in: SignIn, services: Services) -> None:
    row = {
        "id": ROW["id"],
        "at": ROW["at"],
        "username": "wang",
        "name": "王芳",
        "ok": False,
        "reason": "wrong_password",
    }
    services["auth"].says("GET", "/v1/sign-ins", {"items": [row], "next": None})
    page = sign_in(AUDITOR).get("/audit/sign-ins?username=wang&ok=false").text
    assert "wrong password" in page
    [asked] = services["auth"].asked("GET", "/v1/sign-ins")
    assert parse_qs(asked.query) == {"username": ["wang"], "ok": ["false"], "limit": ["50"]}


def test_unusual_reading_leads_to_what_was_read(sign_in: SignIn, services: Services) -> None:
    notice = {
        "id": ROW["id"],
        "day": "2026-11-20",
        "person_id": ROW["actor_id"],
        "person_name": "孙磊",
        "department_name": "销售部",
        "customers": 120,
        "usual": 8.0,
    }
    services["customer"].says("GET", "/v1/unusual-readings", {"items": [notice], "next": None})
    page = sign_in(AUDITOR).get("/audit/unusual").text
    assert "孙磊" in page
    assert f"/audit/readings?person={ROW['actor_id']}&amp;since=2026-11-20&amp;until=2026-11-20" in page
