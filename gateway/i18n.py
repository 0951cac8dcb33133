"""Two languages: Chinese first, English second. ``python -m gateway.i18n compile|update|check``.

Texts are written in English in the code and the templates; the Chinese ones stand in translations/zh_Hans, a catalog a
section (``gateway.catalogs``).
"""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask, g, request, session
from flask_babel import Babel

from gateway.catalogs import Catalogs

FOLDER = Path(__file__).parent
LANGUAGES = {"zh": ("zh_Hans", "简体中文"), "en": ("en", "English")}
"""What is kept in the cookie and stands in the page's lang attribute -> (locale, name in its own language)."""
CATALOGS = Catalogs(FOLDER)


def language() -> str:
    """The language of this request: chosen by the person, else asked for by the browser, else Chinese."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES), "zh") or "zh"


def register_languages(app: Flask, time_zone: str) -> None:
    """Choose language and time zone of each request; ``time_zone`` is the company's."""

    def zone() -> str:
        signed_in = g.get("signed_in")
        return (signed_in.person.get("time_zone") if signed_in else "") or time_zone

    Babel(
        app,
        default_locale="zh_Hans",
        default_translation_directories=str(FOLDER / "translations"),
        locale_selector=lambda: LANGUAGES[language()][0],
        timezone_selector=zone,
    )
    app.jinja_env.globals["LANGUAGES"] = LANGUAGES
    app.add_template_global(language)


def main(command: str) -> int:
    """``compile``, ``update`` or ``check`` the catalogs; returns the exit status."""
    if command == "compile":
        CATALOGS.compile()
    elif command == "update":
        CATALOGS.update()
    elif command == "check":
        from gateway.codes import wordless

        lacking = CATALOGS.complaints() + wordless()
        sys.stdout.write("".join(line + "\n" for line in lacking))
        return 1 if lacking else 0
    else:
        sys.stdout.write("python -m gateway.i18n compile|update|check\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
