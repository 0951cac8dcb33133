"""Every text in both languages, every code with its sentence."""

from pathlib import Path

import pytest

from gateway import codes, i18n
from gateway.refusals import REFUSALS


def test_every_text_of_the_pages_has_its_chinese_one() -> None:
    assert i18n.untranslated() == []


def test_every_code_and_every_choice_of_the_services_has_its_words() -> None:
    assert codes.wordless() == []


def test_a_text_without_a_chinese_one_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    planted = tmp_path / "messages.po"
    kept = i18n.CATALOG.read_text()
    planted.write_text(kept.replace('msgid "Sign in"', 'msgid "Sign in no more"'))
    monkeypatch.setattr(i18n, "CATALOG", planted)
    assert i18n.untranslated() == ["Sign in"]


def test_a_code_without_a_sentence_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = {code: words for code, words in REFUSALS.items() if code not in {"same_person", "not_a_phone", "formula"}}
    monkeypatch.setattr(codes, "REFUSALS", lacking)
    assert codes.wordless() == [
        "no sentence for the code: formula",
        "no sentence for the code: not_a_phone",
        "no sentence for the code: same_person",
    ]


def test_a_choice_without_a_word_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {choice: words for choice, words in codes.CHOICES.items() if choice != "tier"}
    monkeypatch.setattr(codes, "CHOICES", shown)
    assert codes.wordless() == [f"no word for: tier {tier}" for tier in ("ordinary", "potential", "vip")]


def test_the_committed_catalog_is_what_update_writes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "messages.po"
    copy.write_bytes(i18n.CATALOG.read_bytes())
    monkeypatch.setattr(i18n, "CATALOG", copy)
    i18n.update()
    assert copy.read_text() == (Path(i18n.__file__).parent / "translations/zh_Hans/LC_MESSAGES/messages.po").read_text()
