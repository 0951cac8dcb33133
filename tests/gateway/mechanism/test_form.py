"""A declared form: what the schema says of its fields, what it sends, how it comes back."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from contracts.services import SERVICES
from gateway.app import create_app
from gateway.clients.generated import customer, feedback, reporting
from gateway.mechanism.form import Field, Form
from gateway.render import Failure
from gateway.settings import GatewaySettings

RESOLVE = Form(feedback.resolve_case, (Field("result", blank="?"), Field("outcome", look="textarea")))
CHANGE = Form(
    customer.change_customer,
    (Field("name"), Field("industry"), Field("external_code"), Field("birth_date")),
    clears=True,
)
CONTROLS = '{% import "ui.html" as ui %}{% for each in form.visible %}{{ ui.control(each) }}{% endfor %}'


@pytest.fixture(scope="module")
def app() -> Flask:
    """A gateway that asks nobody."""
    urls = dict.fromkeys(SERVICES, "http://127.0.0.1:9")
    return create_app(GatewaySettings(secret_key="for tests", log_level="ERROR", urls=urls))


def sent(app: Flask, form: Form, fields: dict[str, Any]) -> dict[str, Any]:
    with app.test_request_context(method="POST", data=fields):
        return form.sent().body


def drawn(app: Flask, form: Form, **how: Any) -> str:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        return render_template_string(CONTROLS, form=form.drawn("/there", "odd", **how))


def test_what_the_schema_says_of_a_field_is_drawn(app: Flask) -> None:
    page = drawn(app, RESOLVE)
    assert '<select class="form-select" id="f-odd-result" name="result" required' in page
    assert '<option value="satisfied">Customer satisfied</option>' in page
    assert 'name="outcome" required maxlength="4000"' in page


def test_a_field_that_is_not_of_the_form_is_not_sent(app: Flask) -> None:
    body = sent(app, RESOLVE, {"result": "satisfied", "outcome": " done ", "status": "closed"})
    assert body == {"result": "satisfied", "outcome": "done"}


def test_an_empty_field_is_left_out_of_what_is_new_and_empties_what_is_there(app: Flask) -> None:
    assert sent(app, RESOLVE, {"result": "", "outcome": ""}) == {}
    emptied = {"name": "", "industry": "", "external_code": "", "birth_date": ""}
    assert sent(app, CHANGE, emptied) == {"name": "", "industry": "", "external_code": None, "birth_date": None}
    assert sent(app, CHANGE, {"industry": "教育"}) == {"industry": "教育"}, "what is not on the page stays"


@pytest.mark.parametrize(("typed", "read"), [("12", 12), ("-3", -3), ("many", "many"), ("", "")])
def test_a_number_is_sent_as_one_and_anything_else_as_it_was_typed(app: Flask, typed: str, read: Any) -> None:
    form = Form(reporting.change_policy, (Field("vip_quantity"),), clears=True)
    assert sent(app, form, {"vip_quantity": typed}) == {"vip_quantity": read}


@pytest.mark.parametrize(("typed", "read"), [({"mail": "yes"}, True), ({}, False)])
def test_a_box_is_yes_or_no(app: Flask, typed: dict[str, str], read: bool) -> None:
    assert sent(app, Form(feedback.reply_to_case, (Field("mail"),)), typed) == {"mail": read}


def test_a_time_is_one_of_the_companys_zone(app: Flask) -> None:
    form = Form(feedback.create_case, (Field("received_at"),))
    assert sent(app, form, {"received_at": "2026-10-01T08:15"}) == {"received_at": "2026-10-01T08:15:00+08:00"}
    assert sent(app, form, {"received_at": "soon"}) == {"received_at": "soon"}


def test_all_boxes_of_a_list_are_sent_also_when_none_is_chosen(app: Flask) -> None:
    form = Form(reporting.change_policy, (Field("kinds", choice="transaction_kind"),), clears=True)
    assert sent(app, form, MultiDict([("kinds", ""), ("kinds", "sale"), ("kinds", "return")])) == {
        "kinds": ["sale", "return"]
    }
    assert sent(app, form, {"kinds": ""}) == {"kinds": []}


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_there_now(app: Flask) -> None:
    typed = MultiDict({"industry": "<建筑业>"})
    failure = Failure("odd", 412, "stale", "Somebody else", {}, {"name": ["too_long"]}, typed)
    page = drawn(app, CHANGE, record={"name": "海天", "industry": "教育"}, failure=failure)
    assert 'value="&lt;建筑业&gt;"' in page
    assert "There now: 教育" in page
    assert 'value="海天" required aria-invalid="true" aria-describedby="f-odd-name-error"' in page
    assert "This is too long: at most 200 characters fit." in page


def test_a_refusal_of_another_form_leaves_this_one_alone(app: Flask) -> None:
    failure = Failure("other", 422, "invalid", "No", {}, {"name": ["too_long"]}, MultiDict({"industry": "x"}))
    page = drawn(app, CHANGE, record={"name": "海天", "industry": "教育"}, failure=failure)
    assert "This is too long" not in page
    assert 'value="教育"' in page


def test_only_a_form_that_changes_a_record_shows_what_the_record_has(app: Flask) -> None:
    assert ">yesterday's</textarea>" not in drawn(app, RESOLVE, record={"outcome": "yesterday's"})
