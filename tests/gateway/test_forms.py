"""How forms and commands behave: keys, versions, refusals, uploads."""

import io
import re
from collections.abc import Callable

import pytest

from tests.gateway.conftest import HTMX, Browser
from tests.gateway.outside import Outside
from tests.gateway.sample import CUSTOMER, ID, STAFF

Services = dict[str, Outside]
SignIn = Callable[..., Browser]


def hidden(page: str, name: str, form: str = "") -> str:
    """A hidden field of a page, the first one or the one of a form that goes to an address."""
    if form:
        page = page[page.index(f'action="{form}"') :]
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_form_carries_the_version_it_was_made_on_and_a_key_that_counts_once(
    sign_in: SignIn, customers: Outside
) -> None:
    browser = sign_in()
    page = browser.get(f"/customers/{ID}").text
    address = f"/customers/{ID}/disable"
    fields = {"version": hidden(page, "version", address), "reason": "closed down"}
    customers.says("POST", f"/v1/customers/{ID}/disable", {**CUSTOMER, "version": 4, "status": "disabled"})
    answer = browser.post(address, fields)
    assert (answer.status_code, answer.location) == (303, f"/customers/{ID}")
    [asked] = customers.asked("POST", f"/v1/customers/{ID}/disable")
    assert asked.headers["If-Match"] == '"3"'
    assert asked.json == {"reason": "closed down"}


def test_every_rendering_of_a_form_has_a_key_of_its_own_and_a_double_click_sends_one_key(
    sign_in: SignIn, customers: Outside
) -> None:
    browser = sign_in()
    first, second = (hidden(browser.get("/customers/new").text, "idempotency_key") for _ in range(2))
    assert first != second
    customers.says("POST", "/v1/customers", CUSTOMER, 201)
    for _ in range(2):
        browser.post("/customers/new", {"kind": "company", "name": "x", "idempotency_key": first})
    assert [each.headers["Idempotency-Key"] for each in customers.asked("POST", "/v1/customers")] == [first, first]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_what_is_wrong_stands_beside_its_field_and_the_input_is_kept(
    sign_in: SignIn, customers: Outside, headers: dict[str, str]
) -> None:
    customers.refuses("POST", "/v1/customers", 422, "invalid", mobile=["not_a_phone"], name=["too_long"])
    fields = {"kind": "company", "name": "天线 <公司>", "mobile": "12", "then": "submit"}
    answer = sign_in().post("/customers/new", fields, headers=headers)
    assert answer.status_code == 422
    assert answer.text.startswith("<!doctype") == (not headers)
    assert 'value="天线 &lt;公司&gt;"' in answer.text
    assert re.search(r'id="f-customer-mobile-error">\s*This is not a phone number', answer.text)
    assert re.search(
        r'id="f-customer-mobile"[^>]*aria-invalid="true" aria-describedby="f-customer-mobile-error"', answer.text
    )


def test_a_stale_form_keeps_the_input_shows_what_is_there_now_and_saves_on_the_new_version(
    sign_in: SignIn, customers: Outside
) -> None:
    browser = sign_in()
    customers.says("GET", f"/v1/customers/{ID}", {**CUSTOMER, "version": 9, "industry": "教育"})
    customers.refuses("PATCH", f"/v1/customers/{ID}", 412, "stale_version")
    fields = {"kind": "company", "name": CUSTOMER["name"], "industry": "建筑业", "version": "3"}
    answer = browser.post(f"/customers/{ID}/edit", fields)
    assert answer.status_code == 412
    assert "Somebody else has changed this meanwhile" in answer.text
    assert 'value="建筑业"' in answer.text
    assert "There now: 教育" in answer.text
    assert hidden(answer.text, "version", f"/customers/{ID}/edit") == "9"


def test_only_fields_of_the_form_are_sent_and_an_emptied_date_is_none(sign_in: SignIn, customers: Outside) -> None:
    customers.says("PATCH", f"/v1/customers/{ID}", CUSTOMER)
    fields = {"kind": "company", "name": " 海天 ", "founded_on": "", "status": "active", "version": "3"}
    sign_in().post(f"/customers/{ID}/edit", fields)
    [asked] = customers.asked("PATCH", f"/v1/customers/{ID}")
    assert asked.json == {"name": "海天", "founded_on": None}


def test_a_command_over_htmx_is_answered_with_the_changed_record_and_a_notice(
    sign_in: SignIn, customers: Outside
) -> None:
    customers.says("POST", f"/v1/customers/{ID}/disable", CUSTOMER)
    answer = sign_in().post(f"/customers/{ID}/disable", {"version": "3"}, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="notices" role="status" hx-swap-oob="true"' in answer.text
    assert "Nothing is deleted" in answer.text


def test_a_refused_command_shows_the_record_with_the_reason(sign_in: SignIn, customers: Outside) -> None:
    customers.refuses("POST", f"/v1/customers/{ID}/approve", 409, "same_person")
    answer = sign_in().post(f"/customers/{ID}/approve", {"version": "3"})
    assert answer.status_code == 409
    assert "Somebody other than the author has to check this" in answer.text


def test_the_author_is_not_offered_to_check_the_own_entry(sign_in: SignIn, customers: Outside) -> None:
    browser = sign_in()
    customers.says("GET", f"/v1/customers/{ID}", {**CUSTOMER, "status": "submitted"})
    assert f"/customers/{ID}/approve" in browser.get(f"/customers/{ID}").text
    customers.says("GET", f"/v1/customers/{ID}", {**CUSTOMER, "status": "submitted", "author_id": STAFF["id"]})
    assert f"/customers/{ID}/approve" not in browser.get(f"/customers/{ID}").text


def test_a_failed_command_over_htmx_is_said_on_top_and_leaves_the_page_as_it_is(
    sign_in: SignIn, customers: Outside
) -> None:
    customers.refuses("POST", f"/v1/customers/{ID}/disable", 503, "unavailable")
    answer = sign_in().post(f"/customers/{ID}/disable", {"version": "3"}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#notices")


def test_the_same_file_uploaded_twice_from_one_form_is_one_upload(sign_in: SignIn, customers: Outside) -> None:
    from io import BytesIO

    customers.says("POST", "/v1/imports", {"id": ID}, 201)
    browser = sign_in()
    for _ in range(2):
        file = (BytesIO("编号,姓名\n1,张三\n".encode("gbk")), "客户.csv")
        fields = {"kind": "persons", "idempotency_key": "abc", "file": file}
        assert browser.post("/imports", fields).location == f"/imports/{ID}"
    first, second = customers.asked("POST", "/v1/imports")
    assert first.body == second.body
    assert first.headers["Idempotency-Key"] == "abc"
    assert 'filename="客户.csv"'.encode() in first.body
    assert "1,张三\n".encode("gbk") in first.body
    assert b'name="kind"\r\n\r\npersons' in first.body


def test_a_file_that_was_forgotten_is_asked_for(sign_in: SignIn, customers: Outside) -> None:
    customers.says("GET", "/v1/imports", {"items": [], "next": None})
    answer = sign_in().post("/imports", {"kind": "persons"})
    assert answer.status_code == 422
    assert "Please fill this in" in answer.text


def test_a_running_import_asks_again_by_itself_and_a_finished_one_does_not(sign_in: SignIn, customers: Outside) -> None:
    record = {"id": ID, "version": 2, "status": "running", "kind": "persons", "filename": "a.csv", "size": 10}
    record |= {
        "done": 50,
        "total": 200,
        "author_name": "王芳",
        "author_id": "x",
        "created_at": "2026-11-20T20:30:00+00:00",
    }
    customers.says("GET", f"/v1/imports/{ID}", record)
    browser = sign_in()
    running = browser.get(f"/imports/{ID}").text
    assert f'hx-get="/imports/{ID}" hx-trigger="load delay:1s"' in running
    assert '<progress class="meter" value="50" max="200"' in running
    customers.says("GET", f"/v1/imports/{ID}", {**record, "status": "done"})
    assert "hx-trigger" not in browser.get(f"/imports/{ID}").text


def test_a_new_password_is_shown_once_and_kept_nowhere(sign_in: SignIn, services: Services) -> None:
    services["auth"].says("POST", f"/v1/staff/{ID}/reset-password", {"password": "k3fm-2xvt"})
    services["auth"].says("GET", f"/v1/staff/{ID}", {**STAFF, "id": ID, "version": 1, "active": True})
    answer = sign_in().post(f"/staff/{ID}/password", {"version": "1"})
    assert "k3fm-2xvt" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_all_fields_have_labels(sign_in: SignIn, customers: Outside) -> None:
    for path in ("/customers", "/customers/new", "/cases/new", f"/customers/{ID}/edit"):
        page = sign_in().get(path).text
        for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
            if 'type="hidden"' in tag or 'type="checkbox"' in tag:
                continue
            id = re.search(r'\bid="([^"]+)"', tag)
            assert "aria-label=" in tag or (id and f'for="{id[1]}"' in page), tag


def test_the_cases_of_a_file_are_filed_and_its_wrong_rows_are_shown(
    sign_in: SignIn, services: dict[str, Outside]
) -> None:
    wrong = {"row": 7, "column": "渠道", "code": "unknown_choice", "value": "鸽子"}
    filed = {"total": 12, "created": 10, "unchanged": 1, "rejected": [wrong]}
    services["feedback"].says("POST", "/v1/cases/file", filed)
    browser = sign_in()
    page = browser.get("/cases/file").text
    key = hidden(page, "idempotency_key", "/cases/file")
    answer = browser.post("/cases/file", {"idempotency_key": key, "file": (io.BytesIO("时间".encode()), "十月.csv")})
    assert "十月.csv" in answer.text
    assert "鸽子" in answer.text
    [asked] = services["feedback"].asked("POST", "/v1/cases/file")
    assert asked.headers["Idempotency-Key"] == key
