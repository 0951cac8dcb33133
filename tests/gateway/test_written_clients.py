"""A written client asks as its service's document has it: each kind of operation, of the real services."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from time import monotonic

import pytest
from flask import Flask, g

from chassis.client import ServiceError, Upload
from gateway.clients.generated import auth, customer, every, feedback
from gateway.sessions import SignedIn
from tests.gateway.scenario import Scenario, Someone


@pytest.fixture
def someone(scenario: Scenario) -> Someone:
    """Somebody who may all that is asked for here."""
    return scenario.who_may(
        {
            "customer:read": "own",
            "customer:write": "own",
            "import:run": "own",
            "case:read": "all",
            "case:write": "all",
            "case:handle": "all",
            "staff:read": "all",
            "audit:read": "all",
            "system:read": "all",
        }
    )


@pytest.fixture
def asking(pages: Flask, someone: Someone) -> Iterator[None]:
    """A request of this person to the pages."""
    with pages.test_request_context("/"):
        g.request_id = "written-clients"
        token = someone.api.headers()["Authorization"].removeprefix("Bearer ")
        g.signed_in = SignedIn(token, monotonic() + 60, {"id": someone.id}, monotonic())
        yield


@pytest.mark.usefixtures("asking")
def test_somebody_unknown_signs_in_and_out(someone: Someone) -> None:
    g.signed_in = None
    opened = auth.open_session({"username": someone.username, "password": someone.password})
    assert opened["session"]
    assert auth.end_session({"session": opened["session"]}) is None
    with pytest.raises(ServiceError, match="401"):
        auth.renew_token({"session": opened["session"]})


@pytest.mark.usefixtures("asking")
def test_a_list_is_narrowed_by_what_is_given_and_by_false_too(scenario: Scenario, someone: Someone) -> None:
    gone = scenario.hire("sales")
    scenario.disable(gone)
    assert [each["id"] for each in auth.list_staff(q=gone.username, active=False)["items"]] == [gone.id]
    assert auth.list_staff(q=gone.username, active=True)["items"] == []
    assert auth.list_staff(q=someone.username, active=None, limit=1)["items"][0]["id"] == someone.id


@pytest.mark.usefixtures("asking")
def test_a_record_is_added_once_read_and_changed_on_its_version() -> None:
    body: customer.AddCustomer = {"kind": "company", "name": "书面有限公司"}
    added = customer.add_customer(body, key="written-clients-1")
    assert customer.add_customer(body, key="written-clients-1")["id"] == added["id"]
    changed = customer.change_customer(added["id"], {"industry": "造纸"}, version=added["version"])
    assert customer.read_customer(added["id"])["industry"] == "造纸"
    with pytest.raises(ServiceError, match="412"):
        customer.submit_customer(added["id"], version=added["version"])
    assert customer.submit_customer(added["id"], version=changed["version"])["status"] == "submitted"


@pytest.mark.usefixtures("asking")
def test_a_command_takes_its_body(scenario: Scenario) -> None:
    case = scenario.case(scenario.customer(scenario.of("sales")), kind="feedback")
    replied = feedback.reply_to_case(case["id"], {"text": "谢谢您的反馈"}, version=case["version"])
    assert replied["version"] > case["version"]


@pytest.mark.usefixtures("asking")
def test_a_file_is_sent_with_its_form() -> None:
    file = Upload("客户.csv", BytesIO("姓名\n王小明\n".encode()), "text/csv")
    made = customer.upload_file(file, kind="persons", key="written-clients-2")
    assert (made["kind"], made["filename"]) == ("persons", "客户.csv")


@pytest.mark.usefixtures("asking")
def test_every_service_tells_of_itself_and_gives_out_a_file() -> None:
    assert every.read_state("reporting")["service"] == "reporting"
    file = every.export_changes("auth", limit=1)
    assert file.mimetype.startswith("text/csv")
    assert b"".join(file.content).startswith(b"\xef\xbb\xbfexported_by")
