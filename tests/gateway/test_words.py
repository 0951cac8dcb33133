"""Every code, every choice and every field has its words, once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask_babel import lazy_gettext as _l

from contracts.feedback import CaseStatus
from contracts.reporting import Tier
from gateway import codes, words
from gateway.vocabulary import ColorOfNothing, Words, WordTwice, merge


def without(named: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: what for name, what in named.items() if name not in names}


def test_every_code_and_every_choice_of_the_services_has_its_words() -> None:
    assert codes.wordless() == []


def test_a_code_without_a_sentence_is_noticed_wherever_it_is_said() -> None:
    said_as = {
        "same_person": "a Refused",
        "formula": "an enum of problems",
        "not_a_phone": "a ValidationError",
        "not_begun": "an Invalid",
        "not_a_version": "an Invalid of a header",
        "not_a_username": "a field's check",
        "out_of_range": "error=",
        "twice_in_batch": "code=",
        "below_potential": "what is gathered before an Invalid",
        "not_a_time": "the table of a field's messages",
        "too_many_decimals": "a field's own messages",
        "timeout": "a ServiceError",
        "internal": "the edge's own answer",
        "bad_request": "the table of HTTP's statuses",
    }
    lacking = replace(words.WORDS, error_messages=without(words.WORDS.error_messages, *said_as))
    assert codes.wordless(lacking) == [f"no sentence for the code: {code}" for code in sorted(said_as)]


def test_a_sentence_for_a_code_that_nobody_says_is_noticed() -> None:
    planted = replace(
        words.WORDS, error_messages={**words.WORDS.error_messages, "moon_too_full": _l("The moon is too full.")}
    )
    assert codes.wordless(planted) == ["nobody says the code: moon_too_full"]


def test_a_value_without_a_word_is_noticed() -> None:
    short = {**words.WORDS.choices, "case_status": without(words.WORDS.choices["case_status"], CaseStatus.TAKEN)}
    assert codes.wordless(replace(words.WORDS, choices=short, colors={})) == ["no word for: case_status taken"]


def test_an_enum_of_the_contracts_that_is_no_choice_is_noticed() -> None:
    lacking = Words(choices=without(words.WORDS.choices, "tier"), error_messages=words.WORDS.error_messages)
    assert codes.wordless(lacking) == ["no choice for the enum: contracts.reporting.Tier"]


def test_a_value_of_a_services_own_enum_without_a_word_is_noticed() -> None:
    short = {**words.WORDS.choices, "trail_action": without(words.WORDS.choices["trail_action"], "idle")}
    lacking = Words(choices=short, error_messages=words.WORDS.error_messages)
    own = "services.auth.reviews.domain.reviewing.Reason"
    assert codes.wordless(lacking) == [f"no choice has a word for every value of: {own}"]


def test_a_service_without_a_word_is_noticed() -> None:
    short = {**words.WORDS.choices, "service": without(words.WORDS.choices["service"], "feedback")}
    assert codes.wordless(replace(words.WORDS, choices=short)) == ["no word for: service feedback"]


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        (
            Words(error_messages={"same_person": _l("Another person.")}),
            "error_messages: same_person in shared and planted",
        ),
        (Words(fields={"name": _l("Name")}), "fields: name in shared and planted"),
        (Words(choices={"tier": {Tier.VIP: _l("VIP")}}), "choices: tier in tiers and planted"),
        (Words(columns={"case_file": {"kind": "case_kind"}}), "columns: case_file in cases and planted"),
    ],
    ids=["code", "field", "choice", "column"],
)
def test_what_two_sections_say_stops_the_start_even_when_they_say_the_same(planted: Words, complaint: str) -> None:
    with pytest.raises(WordTwice) as stopped:
        merge({**words.declared(), "planted": planted})
    assert str(stopped.value) == complaint


def test_a_value_with_two_words_in_one_choice_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "shared_words.py").write_text(
        'WORDS = Words(choices={"tier": {Tier.VIP: _l("VIP"), Tier.VIP: _l("Top")}})'
    )
    assert codes.repeated(tmp_path) == ["twice in shared_words.py: Tier.VIP"]


def test_a_colour_of_a_value_without_a_word_stops_the_start() -> None:
    with pytest.raises(ColorOfNothing, match="tier vip"):
        Words(choices={"tier": {Tier.ORDINARY: _l("Ordinary")}}, colors={"tier": {Tier.VIP: "orange"}})


def test_every_column_that_is_a_choice_names_one_that_there_is() -> None:
    named = {choice for columns in words.WORDS.columns.values() for choice in columns.values()}
    assert named <= set(words.CHOICES)


def test_a_value_is_shown_as_what_its_kind_of_record_means_by_it() -> None:
    assert words.column_label("case_file", "status", "open") == "Open"
    assert words.column_label("customer", "status", "submitted") == "Waiting for check"
    assert words.column_label("customer", "name", "active") == "active"
