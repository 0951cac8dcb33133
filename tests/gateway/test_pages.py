"""How pages behave: fragments, forms, refusals, errors, languages."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import HTMX, STAFF, Browser
from tests.gateway.outside import Outside

Services = dict[str, Outside]
SignIn = Callable[..., Browser]
ID = "0192f0c1-0000-7000-8000-0000000000c1"
CUSTOMER: dict[str, Any] = {
    "id": ID,
    "version": 3,
    "code": "C2026000001A",
    "external_code": "E1",
    "kind": "company",
    "name": "海天<b>天线</b>",
    "status": "active",
    "tier": "vip",
    "region": "北京",
    "industry": "制造业",
    "mobile": "",
    "owner_id": STAFF["id"],
    "owner_name": "王芳",
    "author_id": "0192f0c1-0000-7000-8000-0000000000aa",
    "author_name": "刘洋",
    "created_at": "2026-11-20T20:30:00+00:00",
    "change_request": None,
    "hand_over": False,
}


@pytest.fixture
def customers(services: Services) -> Outside:
    """The customer service with one customer."""
    customer = services["customer"]
    customer.says("GET", "/v1/customers", {"items": [CUSTOMER], "next": "cursor"})
    customer.says("GET", "/v1/customers/count", {"count": 10000, "more": True})
    customer.says("GET", f"/v1/customers/{ID}", CUSTOMER)
    customer.says("GET", f"/v1/customers/{ID}/contacts", {"items": []})
    customer.says("GET", f"/v1/customers/{ID}/timeline", {"items": [], "next": None})
    return customer


def hidden(page: str, name: str, form: str = "") -> str:
    """A hidden field of a page, the first one or the one of a form that goes to an address."""
    if form:
        page = page[page.index(f'action="{form}"') :]
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_page_holds_the_fragment_that_htmx_gets_alone(sign_in: SignIn, customers: Outside) -> None:
    browser = sign_in()
    page, fragment = browser.get("/customers"), browser.get("/customers", headers=HTMX)
    assert page.text.startswith("<!doctype html>")
    assert "<html" not in fragment.text
    assert "C2026000001A" in fragment.text
    assert "C2026000001A" in page.text
    assert "HX-Request" in page.headers["Vary"]
    history = browser.get("/customers", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert history.text.startswith("<!doctype html>")


def test_the_filters_in_the_address_are_asked_of_the_service_and_kept_for_the_next_page(
    sign_in: SignIn, customers: Outside
) -> None:
    page = sign_in().get("/customers?q=%E6%B5%B7%E5%A4%A9&tier=vip&kind=").text
    asked = customers.asked("GET", "/v1/customers")[0].query
    assert "q=%E6%B5%B7%E5%A4%A9" in asked
    assert "tier=vip" in asked
    assert "kind" not in asked
    assert "10,000+ customers" in page
    assert "after=cursor&amp;q=%E6%B5%B7%E5%A4%A9&amp;tier=vip" in page


def test_an_empty_list_says_what_to_do(sign_in: SignIn, customers: Outside) -> None:
    customers.says("GET", "/v1/customers", {"items": [], "next": None})
    customers.says("GET", "/v1/customers/count", {"count": 0, "more": False})
    browser = sign_in()
    assert "Enter the first one" in browser.get("/customers").text
    assert "Loosen a filter" in browser.get("/customers?q=nobody").text


def test_what_the_services_say_is_shown_as_text(sign_in: SignIn, customers: Outside) -> None:
    page = sign_in().get(f"/customers/{ID}").text
    assert "海天&lt;b&gt;天线&lt;/b&gt;" in page
    assert "<b>天线" not in page


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


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (403, "forbidden", "ask the system administrator"),
        (404, "not_found", "The address may be wrong"),
        (503, "unavailable", "Nothing is lost"),
        (500, "internal", "Something went wrong on our side"),
    ],
)
def test_an_error_is_a_page_that_says_what_to_do(
    sign_in: SignIn, customers: Outside, status: int, code: str, said: str
) -> None:
    customers.refuses("GET", f"/v1/customers/{ID}", status, code)
    answer = sign_in().get(f"/customers/{ID}")
    assert answer.status_code == status
    assert said in answer.text
    assert 'class="rail"' in answer.text


def test_a_service_that_is_away_leaves_the_other_panels_alone(sign_in: SignIn, services: Services) -> None:
    browser = sign_in()
    services["reporting"].close()
    services["feedback"].says("GET", "/v1/cases/desks", {"service": {"open": 2, "overdue": 1, "mine": 0}})
    broken = browser.get("/home/tiers", headers=HTMX)
    assert broken.status_code == 503
    assert "does not answer at the moment" in broken.text
    assert 'hx-get="/home/tiers"' in broken.text
    assert "HX-Retarget" not in broken.headers
    assert browser.get("/home/desks", headers=HTMX).status_code == 200


def test_a_failed_command_over_htmx_is_said_on_top_and_leaves_the_page_as_it_is(
    sign_in: SignIn, customers: Outside
) -> None:
    customers.refuses("POST", f"/v1/customers/{ID}/disable", 503, "unavailable")
    answer = sign_in().post(f"/customers/{ID}/disable", {"version": "3"}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#notices")


def test_panels_of_other_services_are_loaded_beside_the_page_and_are_links_without_scripts(
    sign_in: SignIn, customers: Outside, services: Services
) -> None:
    page = sign_in().get(f"/customers/{ID}").text
    for panel in ("transactions", "cases", "tier"):
        assert f'hx-get="/customers/{ID}/{panel}" hx-trigger="load"' in page
    assert page.count("<noscript>") >= 3
    assert services["feedback"].heard == services["reporting"].heard == []


def test_a_search_that_finds_one_customer_goes_to_it(sign_in: SignIn, customers: Outside) -> None:
    browser = sign_in()
    customers.says("GET", "/v1/customers", {"items": [CUSTOMER], "next": None})
    assert browser.get("/customers/search?q=E1").location == f"/customers/{ID}"
    customers.says("GET", "/v1/customers", {"items": [CUSTOMER, CUSTOMER], "next": None})
    assert browser.get("/customers/search?q=%E6%B5%B7").location == "/customers?q=%E6%B5%B7"
    assert browser.get("/customers/search?q=X2026000001A").location == "/cases?q=X2026000001A"


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


def test_the_language_is_the_browsers_until_one_is_chosen(stranger: Browser) -> None:
    assert "登录" in stranger.get("/sign-in").text
    english = {"Accept-Language": "en-GB,en;q=0.9"}
    assert "Sign in" in stranger.get("/sign-in", headers=english).text
    assert stranger.post("/language", {"language": "zh", "next": "/sign-in"}).location == "/sign-in"
    assert "登录" in stranger.get("/sign-in", headers=english).text


def test_times_are_told_in_the_companys_zone_and_figures_in_the_persons_language(
    sign_in: SignIn, customers: Outside, services: Services
) -> None:
    assert "2026-11-21 04:30" in sign_in().get(f"/customers/{ID}").text
    customers.says(
        "GET",
        f"/v1/customers/{ID}/transactions",
        {
            "items": [
                {
                    "id": ID,
                    "code": "T1",
                    "external_id": "1",
                    "kind": "sale",
                    "occurred_on": "2026-11-20",
                    "quantity": 12000,
                    "amount": "1234.50",
                    "void": False,
                    "product": "",
                }
            ],
            "next": None,
        },
    )
    english = sign_in(language="en").get(f"/customers/{ID}/transactions", headers=HTMX).text
    chinese = sign_in(language="zh").get(f"/customers/{ID}/transactions", headers=HTMX).text
    assert "CN¥1,234.50" in english
    assert "¥1,234.50" in chinese
    assert "12,000" in chinese
    assert "销售" in chinese


def test_one_is_one_and_many_are_many(sign_in: SignIn, customers: Outside) -> None:
    customers.says("GET", "/v1/customers/count", {"count": 1, "more": False})
    assert "1 customer<" in sign_in().get("/customers").text
    assert "共 1 位客户" in sign_in(language="zh").get("/customers").text


def test_all_fields_have_labels(sign_in: SignIn, customers: Outside) -> None:
    for path in ("/customers", "/customers/new", "/cases/new", f"/customers/{ID}/edit"):
        page = sign_in().get(path).text
        for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
            if 'type="hidden"' in tag or 'type="checkbox"' in tag:
                continue
            id = re.search(r'\bid="([^"]+)"', tag)
            assert "aria-label=" in tag or (id and f'for="{id[1]}"' in page), tag


def test_a_customer_of_somebody_else_is_read_and_offers_no_change(sign_in: SignIn, customers: Outside) -> None:
    own = {"customer:read": "department", "customer:write": "own"}
    assert f"/customers/{ID}/edit" in sign_in(own).get(f"/customers/{ID}").text
    customers.says("GET", f"/v1/customers/{ID}", {**CUSTOMER, "owner_id": ID, "author_id": STAFF["id"]})
    page = sign_in(own).get(f"/customers/{ID}").text
    assert f"/customers/{ID}/edit" not in page
    assert 'method="post" action="/customers' not in page


@pytest.mark.parametrize(("holder", "offered"), [(STAFF["id"], True), (ID, False)])
def test_a_case_in_somebody_elses_hands_is_theirs_to_resolve(
    sign_in: SignIn, services: Services, holder: str, offered: bool
) -> None:
    case = {"id": ID, "version": 1, "code": "X1", "kind": "complaint", "status": "taken", "desk": "lead"}
    case |= {"customer_id": ID, "customer_name": "海天", "content": "…", "assignee_id": holder, "channel": "phone"}
    services["feedback"].says("GET", f"/v1/cases/{ID}", case)
    services["feedback"].says("GET", f"/v1/cases/{ID}/timeline", {"items": []})
    page = sign_in({"case:read": "all", "case:lead": "all"}).get(f"/cases/{ID}").text
    assert (f'action="/cases/{ID}/resolve"' in page) == offered
    assert f'action="/cases/{ID}/release"' in page
    other_desk = sign_in({"case:read": "all", "case:handle": "all"}).get(f"/cases/{ID}").text
    assert 'method="post" action="/cases' not in other_desk
