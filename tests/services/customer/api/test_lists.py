"""Regions and industries are lists: what people say finds what is meant, and what lies below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.code_lists import StandardEntry
from chassis.testing.service import Caller, ServiceUnderTest
from services.customer.jobs import jobs
from services.customer.usecases.lists import load_industries, load_regions
from tests.services.customer.importing import CHECKER, IMPORTER, Imports, lines

Add = Callable[..., dict[str, Any]]
PLACES = (
    StandardEntry(code="110000", name="北京市"),
    StandardEntry(code="110105", name="朝阳区", parent_code="110000"),
    StandardEntry(code="210000", name="辽宁省"),
    StandardEntry(code="211300", name="朝阳市", parent_code="210000"),
    StandardEntry(code="440000", name="广东省"),
    StandardEntry(code="440300", name="深圳市", parent_code="440000"),
    StandardEntry(code="440305", name="南山区", parent_code="440300"),
)


@pytest.fixture
def places(service: ServiceUnderTest) -> None:
    """A few regions of the standard, and its industries."""
    with service.unit_of_work() as ctx:
        load_regions(ctx, PLACES)
        load_industries(ctx)


def found(by: Caller, **asked: str) -> list[str]:
    return sorted(row["name"] for row in by.get("/customers", query_string=asked).json["items"])


def entry(by: Caller, list_: str, name: str) -> dict[str, Any]:
    rows = by.get(f"/{list_}", query_string={"q": name, "all": "true"}).json["items"]
    return next(row for row in rows if row["name"] == name)


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("北京", ["京一", "京二"]),
        ("北京市", ["京一", "京二"]),
        ("广东", ["粤一", "粤二"]),
        ("广东省深圳市", ["粤一", "粤二"]),
        ("深圳", ["粤一", "粤二"]),
        ("南山", ["粤二"]),
        ("朝阳", ["京二", "辽一"]),
        ("上海", []),
    ],
)
def test_a_region_finds_all_that_lies_in_it_however_it_is_called(
    clerk: Caller, add_customer: Add, asked: str, names: list[str]
) -> None:
    for name, region in [
        *(("京一", "北京市"), ("京二", "北京市朝阳区"), ("辽一", "辽宁省朝阳市")),
        *(("粤一", "广东省深圳市"), ("粤二", "深圳市南山区")),
    ]:
        add_customer(name=name, region=region)
    assert found(clerk, region=asked) == names
    assert clerk.get("/customers/count", query_string={"region": asked}).json["count"] == len(names)


@pytest.mark.usefixtures("places")
def test_an_industry_finds_its_divisions_and_what_people_call_it(clerk: Caller, add_customer: Add) -> None:
    add_customer(name="甲", kind="company", industry="制造业")
    add_customer(name="乙", kind="company", industry="汽车制造业")
    add_customer(name="丙", kind="company", industry="信息技术")
    assert found(clerk, industry="制造") == ["乙", "甲"]
    assert found(clerk, industry="汽车") == ["乙"]
    assert found(clerk, industry="信息传输、软件和信息技术服务业") == ["丙"]


@pytest.mark.usefixtures("places")
def test_what_means_no_entry_is_kept_found_by_itself_and_listed_until_somebody_names_what_it_means(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller, add_customer: Add
) -> None:
    add_customer(name="粤三", region="鹏城")
    assert found(clerk, region="鹏城") == ["粤三"]
    assert found(clerk, region="广东") == []
    assert verifier.get("/regions/unplaced").json["items"] == [{"text": "鹏城", "customers": 1}]
    shenzhen = entry(verifier, "regions", "深圳市")
    path = f"/regions/{shenzhen['id']}"
    changed = verifier.patch(path, {"aliases": ["鹏城"]}, version=shenzhen["version"])
    assert changed.status_code == 200, changed.json
    service.work(jobs)
    assert found(clerk, region="广东") == ["粤三"]
    assert verifier.get("/regions/unplaced").json["items"] == []


@pytest.mark.usefixtures("places")
def test_an_own_entry_lies_beside_those_of_the_standard(clerk: Caller, verifier: Caller, add_customer: Add) -> None:
    made = verifier.post("/regions", {"name": "前海", "parent_code": "440300", "aliases": ["前海自贸区"]}).json
    assert (made["full_name"], made["standard"]) == ("广东省深圳市前海", False)
    add_customer(name="粤四", region="前海自贸区")
    assert found(clerk, region="深圳") == ["粤四"]
    again = verifier.post("/regions", {"name": "前 海", "parent_code": "440300"})
    assert again.json["fields"] == {"name": ["already_taken"]}
    assert verifier.post("/regions", {"name": "无处", "parent_code": "x"}).json["fields"] == {
        "parent_code": ["unknown_choice"]
    }


@pytest.mark.usefixtures("places")
def test_a_name_of_the_standard_is_not_ours_to_change(verifier: Caller) -> None:
    shenzhen = entry(verifier, "regions", "深圳市")
    refused = verifier.patch(f"/regions/{shenzhen['id']}", {"name": "鹏城"}, version=shenzhen["version"])
    assert (refused.status_code, refused.json["code"]) == (409, "standard_name")


@pytest.mark.usefixtures("places")
def test_with_its_parent_s_new_name_an_entry_is_found_by_that(verifier: Caller) -> None:
    bay = verifier.post("/regions", {"name": "湾区"}).json
    port = verifier.post("/regions", {"name": "港口", "parent_code": bay["code"]}).json
    verifier.patch(f"/regions/{bay['id']}", {"name": "大湾区"}, version=bay["version"])
    assert entry(verifier, "regions", "港口")["full_name"] == "大湾区港口"
    assert verifier.get("/regions", query_string={"q": "大湾区港口"}).json["items"][0]["id"] == port["id"]


@pytest.mark.usefixtures("places")
def test_a_disabled_entry_is_offered_no_more_and_finds_nothing_below_it(verifier: Caller) -> None:
    shenzhen = entry(verifier, "regions", "深圳市")
    verifier.post(f"/regions/{shenzhen['id']}/disable", version=shenzhen["version"])
    assert verifier.get("/regions", query_string={"parent": "440000"}).json["items"] == []
    assert len(verifier.get("/regions", query_string={"parent": "440000", "all": "true"}).json["items"]) == 1


@pytest.mark.usefixtures("places")
def test_only_who_checks_customers_keeps_the_lists_and_everybody_chooses_from_them(
    clerk: Caller, verifier: Caller
) -> None:
    seen = clerk.get("/regions").json
    assert [row["name"] for row in seen["items"]] == ["北京市", "辽宁省", "广东省"]
    assert (seen["actions"], seen["items"][0]["actions"]) == ([], [])
    kept = verifier.get("/regions").json
    assert (kept["actions"], kept["items"][0]["actions"]) == (["add"], ["edit", "disable"])
    assert clerk.post("/regions", {"name": "前海"}).status_code == 403


@pytest.mark.usefixtures("places")
def test_an_address_gives_the_region_where_none_is_named(clerk: Caller) -> None:
    body = {"kind": "person", "name": "张三"}
    assert clerk.post("/customers", {**body, "address": "深圳市南山区科技园"}).json["region"] == "广东省深圳市南山区"
    assert clerk.post("/customers", {**body, "address": "科技园"}).json["region"] == ""
    named = clerk.post("/customers", {**body, "address": "深圳市南山区", "region": "北京市"}).json
    assert named["region"] == "北京市"


@pytest.mark.usefixtures("places")
def test_customers_of_a_file_lie_in_their_regions(service: ServiceUnderTest) -> None:
    author, checker = service.person("王芳", IMPORTER), service.person("李强", CHECKER)
    Imports(service, author, checker).bring(lines("编号,姓名,地区", "Q1,张三,深圳", "Q2,李四,火星"))
    assert found(author, region="广东") == ["张三"]
    assert found(author, region="火星") == ["李四"]


def test_the_same_standard_again_changes_nothing_and_what_it_drops_is_disabled(service: ServiceUnderTest) -> None:
    with service.unit_of_work() as ctx:
        assert load_regions(ctx, PLACES).added == 7
    with service.unit_of_work() as ctx:
        again = load_regions(ctx, PLACES)
        assert (again.added, again.changed, again.disabled) == (0, 0, 0)
    with service.unit_of_work() as ctx:
        less = load_regions(ctx, PLACES[:-1])
        assert (less.added, less.changed, less.disabled) == (0, 0, 1)
