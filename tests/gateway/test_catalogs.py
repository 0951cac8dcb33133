"""Every text of the pages stands once in its section's catalog, translated."""

import gettext
import shutil
from pathlib import Path

import pytest

from gateway.catalogs import Catalogs
from gateway.i18n import CATALOGS


@pytest.fixture
def catalogs(tmp_path: Path) -> Catalogs:
    """A small gateway with two sections, its catalogs in step and translated."""
    made = Catalogs(tmp_path)
    made.folder.mkdir(parents=True)
    for section, text in {"moons": "Save", "suns": "Delete"}.items():
        (tmp_path / "pages" / section / "templates").mkdir(parents=True)
        (tmp_path / "pages" / section / "views.py").write_text(f'said = _("{text}")\n')
        (tmp_path / "pages" / section / "templates" / "index.html").write_text('{{ _("Name") }}')
    (tmp_path / "navigation.py").write_text('title = _l("Home")\n')
    made.update()
    translate(made, {"Save": "保存", "Delete": "删除", "Name": "名称", "Home": "首页"})
    return made


def translate(catalogs: Catalogs, texts: dict[str, str]) -> None:
    for path in catalogs.folder.glob("*.po"):
        written = path.read_text()
        for text, chinese in texts.items():
            written = written.replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{chinese}"')
        path.write_text(written)


def change(path: Path, old: str, new: str) -> None:
    written = path.read_text()
    assert old in written
    path.write_text(written.replace(old, new))


def test_every_text_of_the_pages_has_its_chinese_one() -> None:
    assert CATALOGS.complaints() == []


def test_the_texts_of_a_section_stand_in_its_own_catalog(catalogs: Catalogs) -> None:
    ids = {section: {message.id for message in texts if message.id} for section, texts in catalogs.load().items()}
    assert ids == {"moons": {"Name", "Save"}, "suns": {"Delete", "Name"}, "shared": {"Home"}}
    assert catalogs.complaints() == []


def test_a_text_without_a_chinese_one_is_noticed(catalogs: Catalogs) -> None:
    (catalogs.gateway / "pages" / "suns" / "views.py").write_text('said = _("Rise")\n')
    assert catalogs.complaints() == ["suns.po: no Chinese text for: Rise"]


def test_a_new_text_gets_the_chinese_one_that_it_comes_with_unless_another_is_known(catalogs: Catalogs) -> None:
    (catalogs.gateway / "pages" / "suns" / "views.py").write_text('said = _("Rise"), _("Save")\n')
    catalogs.update({"Rise": "升起", "Save": "另存"})
    assert catalogs.complaints() == []
    texts = catalogs.load()["suns"]
    assert {message.id: message.string for message in texts if message.id} == {
        "Name": "名称",
        "Rise": "升起",
        "Save": "保存",
    }


def test_a_text_that_no_longer_occurs_is_noticed_and_dropped(catalogs: Catalogs) -> None:
    (catalogs.gateway / "pages" / "suns" / "views.py").write_text("")
    assert catalogs.complaints() == ["suns.po: not in step with the pages: run `python -m gateway.i18n update`"]
    catalogs.update()
    assert "Delete" not in (catalogs.folder / "suns.po").read_text()
    assert catalogs.complaints() == []


def test_a_catalog_of_a_section_that_is_gone_is_noticed_and_dropped(catalogs: Catalogs) -> None:
    shutil.rmtree(catalogs.gateway / "pages" / "suns")
    assert catalogs.complaints() == ["suns.po: no such section"]
    catalogs.update()
    assert catalogs.complaints() == []


def test_a_fuzzy_text_is_noticed(catalogs: Catalogs) -> None:
    change(catalogs.folder / "suns.po", 'msgid "Delete"', '#, fuzzy\nmsgid "Delete"')
    assert catalogs.complaints() == ["suns.po: marked as fuzzy: Delete"]


def test_a_text_that_two_catalogs_translate_differently_is_noticed(catalogs: Catalogs) -> None:
    change(catalogs.folder / "suns.po", "名称", "名字")
    assert catalogs.complaints() == ["moons.po and suns.po differ in: Name"]


def test_a_placeholder_lost_in_translation_is_noticed(catalogs: Catalogs) -> None:
    (catalogs.gateway / "pages" / "suns" / "views.py").write_text('said = _("%(n)s risen", n=1)\n')
    catalogs.update()
    translate(catalogs, {"%(n)s risen": "已升起 %(m)s"})
    assert [line.partition(": %")[2] for line in catalogs.complaints()] == ["(n)s risen"]


def test_a_text_that_another_catalog_knows_comes_translated(catalogs: Catalogs) -> None:
    (catalogs.gateway / "pages" / "suns" / "views.py").write_text('said = _("Save"), _("Delete")\n')
    catalogs.update()
    assert 'msgid "Save"\nmsgstr "保存"' in (catalogs.folder / "suns.po").read_text()
    assert catalogs.complaints() == []


def test_texts_stand_in_one_order_whatever_was_added_when(catalogs: Catalogs) -> None:
    path = catalogs.folder / "suns.po"
    kept = path.read_text()
    head, delete, name = kept.rstrip("\n").split("\n\n")
    path.write_text(f"{head}\n\n{name}\n\n{delete}\n")
    assert catalogs.complaints() == ["suns.po: not in step with the pages: run `python -m gateway.i18n update`"]
    catalogs.update()
    assert path.read_text() == kept


def test_all_catalogs_are_compiled_into_one(catalogs: Catalogs) -> None:
    assert catalogs.stale()
    catalogs.compile()
    assert not catalogs.stale()
    with catalogs.compiled.open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert [read.gettext(text) for text in ("Save", "Delete", "Name", "Home")] == ["保存", "删除", "名称", "首页"]
