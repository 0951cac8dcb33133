"""How satisfied a customer is, by the link of an email: the page, without scripts and without signing in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chassis.db import create_engine, new_id
from services.feedback.satisfaction.domain.rules import new_token, token_hash
from services.feedback.satisfaction.store.surveys import Survey
from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario


def link_of(scenario: Scenario, case_id: str) -> str:
    """The link of an email that went a day after the end, which no test waits for."""
    token, now = new_token(), datetime.now(UTC)
    engine = create_engine(scenario.fleet.site.database_url("feedback"), pool=1)
    row = {"id": new_id(), "version": 1, "created_at": now, "updated_at": now, "case_id": case_id}
    with engine.begin() as connection:
        connection.execute(
            Survey.__table__.insert().values(
                **row, token_hash=token_hash(token), expires_at=now + timedelta(days=30), answered_at=None
            )
        )
    engine.dispose()
    return f"/satisfaction/open?token={token}"


def test_a_customer_says_once_how_satisfied_he_is_and_sees_nothing_of_the_case(
    scenario: Scenario, visitor: Browser
) -> None:
    case = scenario.case(scenario.customer(scenario.of("sales")))
    link = link_of(scenario, case["id"])
    opened = visitor.get(link)
    assert (opened.status_code, opened.location) == (303, "/satisfaction/")
    page = visitor.get("/satisfaction/")
    assert {answer.headers["Referrer-Policy"] for answer in (opened, page)} == {"no-referrer"}
    assert "您满意吗？" in page.text
    for secret in (link.partition("=")[2], case["code"], case["customer_name"], case["content"]):
        assert secret not in page.text
    refused = visitor.post("/satisfaction/", {"score": "", "words": "好"})
    assert refused.status_code == 422
    assert visitor.post("/satisfaction/", {"score": "4", "words": "挺快"}).status_code == 200
    assert scenario.of("service").api.get(f"/cases/{case['id']}")["satisfaction"] == 4
    visitor.get(link)
    over = visitor.get("/satisfaction/")
    assert (over.status_code, "链接已失效" in over.text) == (410, True)
    visitor.post("/language", {"language": "en", "next": "/satisfaction/"})
    visitor.get(link)
    assert "This link is good no more" in visitor.get("/satisfaction/").text


def test_without_a_link_there_is_nothing_to_answer(visitor: Browser) -> None:
    page = visitor.get("/satisfaction/")
    assert page.status_code == 200
    assert "<select" not in page.text
    visitor.get("/satisfaction/open?token=wrong")
    assert "<select" not in visitor.get("/satisfaction/").text
