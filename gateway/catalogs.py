"""The Chinese texts of the pages: a catalog for each section and one for what all share, compiled into one.

A section's catalog, ``translations/zh_Hans/LC_MESSAGES/<section>.po``, has exactly the texts of the files under
``pages/<section>/``; ``shared.po`` those of the rest of the gateway. What a page changes is thus in one catalog. A text
that two of them have is translated the same in both.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = "zh_Hans"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
HEADER = """\
# Written by hand, kept in step with the pages by `python -m gateway.i18n update`.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Texts = Mapping[str, Catalog]
"""Section, or ``shared`` -> its texts."""


class Catalogs:
    """The catalogs of the pages in ``gateway``, the gateway's folder."""

    def __init__(self, gateway: Path) -> None:
        self.gateway = gateway
        self.folder = gateway / "translations" / LOCALE / "LC_MESSAGES"
        self.compiled = self.folder / "messages.mo"
        """What is read at run time."""

    def extract(self) -> Texts:
        """Every text in the code and the templates."""
        texts: dict[str, Catalog] = defaultdict(Catalog)
        for filename, _line, message, _comments, _context in extract_from_dir(self.gateway, METHODS, keywords=KEYWORDS):
            texts[_section_of(filename)].add(message)
        return texts

    def load(self) -> Texts:
        """The catalogs as they are committed."""
        return {path.stem: read_po(BytesIO(path.read_bytes()), LOCALE) for path in sorted(self.folder.glob("*.po"))}

    def update(self, chinese: Mapping[str, str] | None = None) -> None:
        """Bring every catalog up to date with the code. A text that is new in one is taken from where it is known;
        one that is known nowhere from ``chinese``."""
        updated = self._updated(chinese or {})
        for section, text in updated.items():
            self._path(section).write_bytes(text)
        for path in self.folder.glob("*.po"):
            if path.stem not in updated:
                path.unlink()

    def _updated(self, chinese: Mapping[str, str]) -> dict[str, bytes]:
        """Section -> its catalog as it has to be."""
        committed, given = self.load(), Catalog()
        for text, translated in chinese.items():
            given.add(text, translated)
        return {
            section: _written(texts, [committed.get(section, Catalog()), *committed.values(), given])
            for section, texts in self.extract().items()
        }

    def compile(self) -> None:
        """Write what is read at run time."""
        everything = Catalog(LOCALE)
        for texts in self.load().values():
            for message in _messages(texts):
                everything.add(message.id, message.string, flags=message.flags)
        fresh = self.compiled.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, everything)
        fresh.replace(self.compiled)

    def stale(self) -> bool:
        """Whether a catalog is newer than what was compiled, or nothing was."""
        newest = max(path.stat().st_mtime for path in self.folder.glob("*.po"))
        return not self.compiled.exists() or self.compiled.stat().st_mtime < newest

    def complaints(self) -> list[str]:
        """What is wrong with the catalogs, one line each."""
        committed, updated = self.load(), self._updated({})
        found = [f"{section}.po: no such section" for section in committed if section not in updated]
        for section, text in updated.items():
            said = list(_wrong(read_po(BytesIO(text), LOCALE)))
            if not said and (not self._path(section).exists() or self._path(section).read_bytes() != text):
                said = ["not in step with the pages: run `python -m gateway.i18n update`"]
            found += [f"{section}.po: {line}" for line in said]
        return found + _disagreements(committed)

    def _path(self, section: str) -> Path:
        return self.folder / f"{section}.po"


def _section_of(filename: str) -> str:
    place = Path(filename).parts
    return place[1] if place[0] == "pages" and len(place) > 2 else "shared"


def _messages(texts: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in texts if message.id)


def _written(texts: Catalog, known: list[Catalog]) -> bytes:
    """The texts as a catalog, in one order whatever was added when; each with its translation from the first that
    knows one."""
    catalog = Catalog(LOCALE)
    for message in _messages(texts):
        found = [old for old in (each.get(message.id) for each in known) if old and old.string and old.id == message.id]
        if found:
            catalog.add(message.id, found[0].string, flags=found[0].flags, user_comments=found[0].user_comments)
        else:
            catalog.add(message.id)
    file = BytesIO(HEADER.encode())
    file.seek(0, os.SEEK_END)
    write_po(file, catalog, width=120, sort_output=True, no_location=True, omit_header=True)
    return file.getvalue()


def _wrong(texts: Catalog) -> Iterator[str]:
    for message in _messages(texts):
        name = message.id if isinstance(message.id, str) else message.id[0]
        given = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if not all(given):
            yield f"no Chinese text for: {name}"
        elif message.fuzzy:
            yield f"marked as fuzzy: {name}"
        else:
            yield from (f"{error}: {name}" for error in message.check(texts))


def _disagreements(committed: Texts) -> list[str]:
    """Texts that two catalogs translate differently."""
    given: dict[object, dict[object, str]] = defaultdict(dict)
    for section, texts in committed.items():
        for message in _messages(texts):
            if message.string:
                given[message.id].setdefault(message.string, section)
    return [
        f"{' and '.join(f'{section}.po' for section in by.values())} differ in: {text}"
        for text, by in given.items()
        if len(by) > 1
    ]
