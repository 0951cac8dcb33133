"""The auditor's pages: who changed what, who read what, who signed in, and whether the records still are what they
were."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from chassis.audit import log_accesses
from chassis.auth import Actor
from chassis.client import ServiceError
from chassis.context import COMPANY_ZONE
from chassis.db import create_engine, new_id
from chassis.unit_of_work import unit_of_work
from contracts.services import SERVICES
from ops.demo.api_client import eventually
from services.customer.usecases.unusual import NoticeUnusualReading
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
MOBILES = ("13800001497", "13900001234")
MANY = 60
"""More rows than a page shows, and more customers than somebody reads on a day."""


@pytest.fixture
def auditor(enter: Enter, scenario: Scenario) -> Browser:
    return enter(scenario.of("auditor"))


@pytest.fixture(scope="module")
def seller(scenario: Scenario) -> Someone:
    return scenario.hire("sales", name="孙磊磊")


@pytest.fixture(scope="module")
def customer(scenario: Scenario, seller: Someone) -> dict[str, Any]:
    """A customer of somebody, entered for them, whose number was changed, checked, and read."""
    made = scenario.customer(scenario.of("sales"), mobile=MOBILES[0])
    see = f"/customers/{made['id']}"
    asked = scenario.of("sales").api.post(f"{see}/owner", {"owner_id": seller.id}, version=made["version"])
    given = scenario.settle(asked)
    asked = scenario.patch(seller, see, {"mobile": MOBILES[1]}, given["version"])["change_request"]
    path = f"/change-requests/{asked['id']}/approve"
    scenario.of("verifier").api.post(path, version=asked["version"])
    lead = scenario.of("leadership").api
    lead.post(f"{see}/reveal", {"purpose": "contact", "note": "回访之前"})
    return made


@pytest.fixture(scope="module")
def case(scenario: Scenario, customer: dict[str, Any]) -> dict[str, Any]:
    """A case of theirs that somebody has taken."""
    filed = scenario.case(customer)
    taken = scenario.of("service").api.post(f"/cases/{filed['id']}/take", version=filed["version"])
    return dict(taken)


def test_nobody_but_an_auditor_gets_in(enter: Enter, scenario: Scenario) -> None:
    browser = enter(scenario.who_may({"customer:read": "all", "system:read": "all"}))
    for path in ("/audit", "/audit/readings", "/audit/changes.csv", "/audit/sign-ins", "/audit/seals"):
        assert browser.get(path).status_code == 403
    own = browser.get("/own")
    assert own.status_code == 200
    assert "/audit" not in own.text


def test_the_filters_reach_the_service_that_was_chosen(
    auditor: Browser, scenario: Scenario, case: dict[str, Any]
) -> None:
    today = datetime.now(COMPANY_ZONE).date()
    days = {"since": str(today), "until": str(today)}
    query = {"service": "feedback", "person": scenario.of("service").name, "record": case["code"], **days}
    assert case["code"] in auditor.get("/audit", query_string=query, headers=HTMX).text
    others = (
        {"service": "customer"},
        {"person": "别人"},
        {"record": "X1"},
        {"since": str(today + timedelta(days=1)), "until": ""},
        {"since": "", "until": str(today - timedelta(days=1))},
    )
    for other in others:
        page = auditor.get("/audit", query_string=query | other).text
        assert "Nothing on record fits" in page, other


def test_personal_values_are_masked_people_are_named_and_what_serves_searching_is_left_out(
    auditor: Browser, seller: Someone, customer: dict[str, Any]
) -> None:
    page = auditor.get("/audit", query_string={"record": customer["code"]}).text
    assert "138****1497" in page
    assert "139****1234" in page
    assert seller.name in page
    assert not any(mobile in page for mobile in MOBILES)
    assert seller.id not in page
    assert "sort_key" not in page


def test_a_status_is_told_by_the_word_of_its_record(auditor: Browser, case: dict[str, Any]) -> None:
    page = auditor.get("/audit", query_string={"service": "feedback", "record": case["code"]}).text
    assert "<del>Open</del> → <ins>In hand</ins>" in page


def test_a_day_that_is_none_is_refused(auditor: Browser) -> None:
    assert auditor.get("/audit?since=yesterday").status_code == 400
    assert auditor.get("/audit?service=kitchen").status_code == 404


def test_readings_show_what_they_were_for(auditor: Browser, customer: dict[str, Any]) -> None:
    page = auditor.get("/audit/readings", query_string={"record": customer["code"]}, headers=HTMX).text
    assert "<html" not in page
    assert "Get in touch" in page
    assert "回访之前" in page
    assert customer["code"] in page


def test_a_file_goes_out_as_the_service_made_it(auditor: Browser, scenario: Scenario, customer: dict[str, Any]) -> None:
    answer = auditor.get("/audit/changes.csv", query_string={"record": customer["code"]})
    assert answer.mimetype == "text/csv"
    assert 'filename="audit-customer-changes-' in answer.headers["Content-Disposition"]
    first, second, *rows = answer.data.decode("utf-8-sig").splitlines()
    assert first.startswith(f"exported_by,{scenario.of('auditor').name},at,")
    assert second.startswith("at,actor_name,")
    assert len(rows) > 3
    assert all(customer["code"] in row or "change_request" in row for row in rows)


def test_the_state_of_the_seals_is_shown_a_service_at_a_time(
    auditor: Browser, scenario: Scenario, case: dict[str, Any]
) -> None:
    assert auditor.get("/audit/seals").text.count('hx-get="/audit/seals/') == len(SERVICES)
    assert auditor.get("/audit/seals/kitchen").status_code == 404
    wait_for_seals(scenario, "feedback")
    assert "All well" in checked(auditor, scenario)
    url = scenario.fleet.site.database_url("feedback", owner=True)
    with psycopg.connect(url, autocommit=True) as database:
        [bent] = database.execute("SELECT id, actor_name FROM change ORDER BY id LIMIT 1").fetchall()
        bend = "UPDATE change SET actor_name = %s WHERE id = %s"
        database.execute(bend, ("nobody", bent[0]))
        try:
            page = checked(auditor, scenario)
        finally:
            database.execute(bend, (bent[1], bent[0]))
    assert "Records were bent:" in page
    assert str(bent[0]) in page
    assert "All well" in checked(auditor, scenario)


def checked(auditor: Browser, scenario: Scenario) -> str:
    """The seals of feedback, after a look at them that is asked for on the page."""
    api, path = scenario.of("auditor").api, "/audit/feedback/seals"
    before = api.get(path)["checked"]
    page = auditor.get("/audit/seals/feedback").text
    assert ("Not checked yet." in page) == (before is None)
    answer = auditor.post("/audit/seals/feedback", {"idempotency_key": f"seals-{new_id()}"})
    assert (answer.status_code, answer.location) == (303, "/audit/seals")
    eventually(lambda: api.get(path)["checked"] != before, what="the seals to be checked", every=0.05)
    return auditor.get("/audit/seals/feedback").text


def wait_for_seals(scenario: Scenario, service: str) -> None:
    """Until everything that is on record has its seal."""

    def sealed() -> bool:
        state = scenario.of("auditor").api.get(f"/audit/{service}/seals")
        return bool(state["seals"] and not state["unsealed"])

    eventually(sealed, what="everything to be sealed", every=0.05)


def test_sign_ins_are_found_by_name_and_result(auditor: Browser, scenario: Scenario, seller: Someone) -> None:
    with pytest.raises(ServiceError):
        scenario.fleet.api(seller.username, "not the password")
    refused = auditor.get("/audit/sign-ins", query_string={"username": seller.username, "ok": "false"}).text
    assert refused.count("wrong password") == 1
    assert seller.name in refused
    let_in = auditor.get("/audit/sign-ins", query_string={"username": seller.username, "ok": "true"}).text
    assert seller.name in let_in
    assert "wrong password" not in let_in


def test_unusual_reading_leads_to_what_was_read_page_by_page(
    auditor: Browser, scenario: Scenario, seller: Someone
) -> None:
    read_much(scenario, seller)

    def noticed() -> str:
        page = auditor.get("/audit/unusual").text
        return page if seller.id in page else ""

    page = eventually(noticed, what="somebody to notice", every=0.05)
    today = datetime.now(COMPANY_ZONE).date()
    asked = f"person={seller.id}&amp;since={today}&amp;until={today}"
    assert f"/audit/readings?{asked}" in page
    first = auditor.get(f"/audit/readings?{asked}".replace("&amp;", "&"), headers=HTMX).text
    following = first[first.index("/audit/readings?after=") :].partition('"')[0]
    assert following.endswith(f"&amp;{asked}")
    rest = auditor.get(following.replace("&amp;", "&"), headers=HTMX).text
    assert rest.count(seller.name) == MANY - first.count(seller.name) > 0


def read_much(scenario: Scenario, who: Someone) -> None:
    """Somebody reads far too many customers, on a day on which the house looks."""
    engine = create_engine(scenario.fleet.site.database_url("customer"))
    try:
        with unit_of_work(engine, actor=Actor(id=UUID(who.id), name=who.name), origin="test") as ctx:
            log_accesses(ctx, "customer", [new_id() for _ in range(MANY)])
            ctx.enqueue(NoticeUnusualReading(day=ctx.today))
    finally:
        engine.dispose()
