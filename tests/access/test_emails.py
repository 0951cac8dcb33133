"""Emails tell nobody what they may not know: by the same matrix as lists, files and counters."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ops.demo.api_client import eventually
from tests.access.emails import (
    MANY,
    REPORT,
    REVIEW,
    UNUSUAL,
    Caught,
    Post,
    approve_report,
    caught,
    read_much,
    reset_somebody,
    thank,
)
from tests.access.rights import STAFF, Relation
from tests.access.scenario import Scenario, ask
from tests.access.seen import customers_of, reaches

pytestmark = pytest.mark.timeout(300)
READ_MUCH = {Relation.DEPARTMENT: "north.owner", Relation.BELOW: "below.owner", Relation.OTHER: "south.owner"}
"""Who reads unusually much, by what they are to the people of the matrix."""


@dataclass(frozen=True)
class Sent:
    """All emails of the house, and by what those can be found that were waited for."""

    emails: list[Caught]
    report: str
    thanked: str
    thanks: str
    reset: str

    def with_words(self, *words: str) -> list[Caught]:
        return [each for each in self.emails if all(word in each.words for word in words)]


@pytest.fixture(scope="module")
def sent(scenario: Scenario) -> Sent:
    """Everything that makes an email go, and what went."""
    for name in READ_MUCH.values():
        read_much(scenario, name)
    thanked = scenario.ids["customer"][Relation.OTHER]
    report, thanks, reset = approve_report(scenario), thank(scenario, thanked), reset_somebody(scenario)
    wanted = {(f"员工{name}", str(MANY)) for name in READ_MUCH.values()}
    wanted |= {(report,), (thanks,), (reset,), ("access.sales<",)}

    def there() -> Sent | None:
        found = Sent(caught(scenario), report, thanked, thanks, reset)
        return found if all(found.with_words(*words) for words in wanted) else None

    found: Sent = eventually(there, what="the emails")
    return found


def address_of(name: str) -> str:
    return f"access.{name}@example.com"


def readers(emails: list[Caught]) -> set[str]:
    """The roles of the matrix whose people got one of some emails."""
    return {role for role in STAFF for email in emails if email.to == address_of(role)}


def may_have(post: Post, relation: Relation) -> set[str]:
    return {role for role in STAFF if reaches(post.of, role, relation)}


@pytest.mark.parametrize(("relation", "name"), READ_MUCH.items())
def test_unusual_reading_is_told_to_the_auditor_and_to_the_managers_above(
    sent: Sent, relation: Relation, name: str
) -> None:
    emails = sent.with_words(f"员工{name}", str(MANY), "/audit/unusual")
    assert readers(emails) == may_have(UNUSUAL, relation)
    assert address_of(name) not in {email.to for email in emails}


def test_a_report_goes_to_the_leadership_only(sent: Sent) -> None:
    emails = sent.with_words(sent.report)
    assert readers(emails) == may_have(REPORT, Relation.NONE)


@pytest.mark.parametrize("relation", READ_MUCH)
def test_an_account_is_asked_about_with_those_who_answer_for_it(sent: Sent, relation: Relation) -> None:
    emails = sent.with_words(f"access.{READ_MUCH[relation]}<")
    assert emails  # maybe to somebody whom another test has set above all departments
    assert readers(emails) <= may_have(REVIEW, relation)


def test_what_happened_to_an_account_is_told_to_its_person_alone(sent: Sent) -> None:
    assert {email.to for email in sent.with_words(sent.reset)} == {"access.reset@example.com"}


def test_a_reply_goes_to_the_customer_it_is_for_and_says_nothing_of_others(scenario: Scenario, sent: Sent) -> None:
    [email] = sent.with_words(sent.thanks)
    secrets = scenario.secrets[sent.thanked]
    assert email.to in secrets.plain
    assert secrets.name in email.words
    assert not [each for id, each in scenario.secrets.items() if id != sent.thanked and each.name in email.words]


def test_no_email_holds_a_number_or_an_address_of_a_customer(scenario: Scenario, sent: Sent) -> None:
    plain = [each for secrets in scenario.secrets.values() for each in secrets.plain]
    assert not [(email.to, each) for email in sent.emails for each in plain if each in email.words]


@pytest.mark.parametrize("role", STAFF)
def test_an_email_names_only_customers_and_accounts_that_its_reader_sees(
    scenario: Scenario, sent: Sent, role: str
) -> None:
    emails = [each for each in sent.emails if each.to == address_of(role)]
    seen = customers_of(scenario, role)
    named = {id for id in scenario.customers for each in emails if scenario.secrets[id].name in each.words}
    assert named <= seen
    accounts = {name for name in scenario.people for each in emails if f"access.{name}<" in each.words}
    assert {name for name in accounts if name != role and not reads_account(scenario, role, name)} == set()


def reads_account(scenario: Scenario, role: str, name: str) -> bool:
    """Whether somebody of a role sees the account of one of the company's people."""
    return ask(scenario, role, "GET", f"/v1/staff/{scenario.people[name].id}").status == 200
