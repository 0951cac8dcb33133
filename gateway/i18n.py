"""Two languages: Chinese first, English second. ``python -m gateway.i18n compile|update|check``.

Texts are written in English in the code and the templates; the Chinese ones stand in translations/zh_Hans.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import Flask, g, request, session
from flask_babel import Babel

FOLDER = Path(__file__).parent
LANGUAGES = {"zh": ("zh_Hans", "简体中文"), "en": ("en", "English")}
"""What is kept in the cookie and stands in the page's lang attribute -> (locale, name in its own language)."""
CATALOG = FOLDER / "translations" / "zh_Hans" / "LC_MESSAGES" / "messages.po"
FIRST = datetime(2026, 11, 22, tzinfo=UTC)
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}


def language() -> str:
    """The language of this request: chosen by the person, else asked for by the browser, else Chinese."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES), "zh") or "zh"


def register_languages(app: Flask, time_zone: str) -> None:
    def zone() -> str:
        visit = g.get("visit")
        return (visit.person.get("time_zone") if visit else "") or time_zone

    Babel(
        app,
        default_locale="zh_Hans",
        default_translation_directories=str(FOLDER / "translations"),
        locale_selector=lambda: LANGUAGES[language()][0],
        timezone_selector=zone,
    )
    app.jinja_env.globals["LANGUAGES"] = LANGUAGES
    app.add_template_global(language)


def extract() -> Catalog:
    """Every text in the code and the templates."""
    catalog = Catalog(project="guanxi", charset="utf-8")
    found = extract_from_dir(FOLDER, METHODS, keywords=KEYWORDS, strip_comment_tags=True)
    for filename, _line, message, comments, context in found:
        catalog.add(message, None, [(f"gateway/{filename}", None)], auto_comments=comments, context=context)  # type: ignore[list-item]
    return catalog


def load() -> Catalog:
    """The Chinese catalog as it is committed."""
    with CATALOG.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update() -> None:
    """Bring the catalog up to date with the code; what no longer occurs is dropped."""
    catalog = load() if CATALOG.exists() else Catalog(locale="zh_Hans", charset="utf-8")
    catalog.update(extract(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = (
        "# The Chinese texts of the pages; written by hand, kept in step by `python -m gateway.i18n update`."
    )
    catalog.project, catalog.version, catalog.fuzzy = "Guanxi", "1", False
    catalog.creation_date = catalog.revision_date = FIRST
    with CATALOG.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, include_lineno=False, omit_header=False)


def compile_catalog() -> None:
    """Write the .mo that is read at run time."""
    with CATALOG.with_suffix(".mo").open("wb") as file:
        write_mo(file, load())


def untranslated() -> list[str]:
    """The texts that lack a Chinese one."""
    catalog = load()
    lacking = []
    for message in extract():
        if not message.id:
            continue
        known = catalog.get(message.id if isinstance(message.id, str) else message.id[0])
        given: Any = known.string if known is not None else ""
        texts = [given] if isinstance(given, str) else list(given or [""])
        if not all(texts) or (known is not None and known.fuzzy):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def main(command: str) -> int:
    if command == "compile":
        compile_catalog()
    elif command == "update":
        update()
    elif command == "check":
        from gateway.codes import wordless

        lacking = [f"no Chinese text for: {text}" for text in untranslated()] + wordless()
        sys.stdout.write("".join(line + "\n" for line in lacking))
        return 1 if lacking else 0
    else:
        sys.stdout.write("python -m gateway.i18n compile|update|check\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
