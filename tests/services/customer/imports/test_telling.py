"""Who checks imports is told that one waits, its author how it was decided."""

from __future__ import annotations

from typing import Any

from chassis.auth import Scope
from chassis.testing.service import ServiceUnderTest
from contracts.activity import NoticeRaised
from contracts.permissions import Permission as P
from tests.services.customer.importing import PERSONS, TRANSACTIONS, Imports, lines

ONE = lines(PERSONS, "C1,陈凯,男,13843771497")


def told(service: ServiceUnderTest) -> list[dict[str, Any]]:
    """Every notice so far."""
    return service.told(NoticeRaised.event_name)


def test_an_import_that_waits_is_told_to_who_checks_and_its_end_to_its_author(
    service: ServiceUnderTest, imports: Imports
) -> None:
    batch = imports.run(ONE)
    author, checker = str(imports.author.actor.id), str(imports.checker.actor.id)
    [waits] = told(service)
    assert (waits["kind"], waits["permission"], waits["owner_id"]) == ("import_to_check", "import:verify", author)
    assert (waits["to"], waits["but_not"]) == ([], [author])
    imports.approve(batch)
    [_, decided] = told(service)
    assert (decided["kind"], decided["to"], decided["but_not"]) == ("import_decided", [author], [checker])
    assert {(each["record_kind"], each["record_id"]) for each in told(service)} == {("import", batch["id"])}


def test_a_returned_import_is_told_to_its_author_too(service: ServiceUnderTest, imports: Imports) -> None:
    batch = imports.run(ONE)
    imports.act("return", batch, {"reason": "姓名不对"}, by=imports.checker)
    assert [each["kind"] for each in told(service)] == ["import_to_check", "import_decided"]


def test_what_takes_effect_without_a_check_is_told_to_nobody(service: ServiceUnderTest, imports: Imports) -> None:
    imports.bring(ONE)
    limit = service.person("领导", {P.EXPORT_APPROVE: Scope.ALL})
    policy = limit.get("/imports/policy").json
    assert limit.patch("/imports/policy", {"rows_unasked": 1}, version=policy["version"]).status_code == 200
    before = len(told(service))
    code = imports.customers()[0]["code"]
    batch = imports.run(lines(TRANSACTIONS, f"T1,{code},2026-10-01,1,10.00"), kind="transactions")
    assert (batch["status"], len(told(service))) == ("done", before)
