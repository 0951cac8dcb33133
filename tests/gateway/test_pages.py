"""How pages behave: fragments, lists, errors, languages."""

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
