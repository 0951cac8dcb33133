"""The parts of a workbook: members of a zip, read to their real end and parsed as they come, never held whole."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.parsers import expat

from chassis.tables.problems import Limits, TableProblem, UnreadableTable

PIECE = 64 * 1024
MOST_PARTS = 10_000
LONGEST_TAG = 1024 * 1024
"""Limits of what no spreadsheet program comes near: parts of a workbook, and bytes of one tag with its attributes."""


class Names(dict[str, str]):
    """The local name of an element or attribute, worked out once."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(" ")[2].rpartition(":")[2]
        if len(self) < MOST_PARTS:
            self[name] = local
        return local


class Parts:
    """The parts of a workbook by name, in whatever case; ``left`` is how many bytes may still be unpacked.

    Raises UnreadableTable for what is no zip, for a part that is there twice, and for one that needs a password.
    """

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self._zip = zipfile.ZipFile(file)
        infos = self._zip.infolist()
        self._infos = {_plain(info.filename): info for info in infos}
        if len(self._infos) < len(infos) or len(infos) > MOST_PARTS:
            raise UnreadableTable(TableProblem.NOT_A_TABLE)
        self.left = limits.unpacked

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._infos

    def content(self, name: str) -> Iterator[bytes]:
        """A part as it unpacks. Raises UnreadableTable when it is not there, or when all parts are too much."""
        info = self._infos.get(_plain(name))
        if info is None:
            raise UnreadableTable(TableProblem.NOT_A_TABLE)
        if info.flag_bits & 1:
            raise UnreadableTable(TableProblem.LOCKED)
        with self._zip.open(info) as part:
            while data := part.read(PIECE):
                self.left -= len(data)
                if self.left < 0:
                    raise UnreadableTable(TableProblem.TOO_LARGE_UNPACKED)
                yield data

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the workbook: id -> last word of the kind, and name of the part."""
        folder, _, last = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{last}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode", "Internal") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(path))

        if rels in self:
            parse(self.content(rels), start)
        return found


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def parser() -> Any:
    """A parser of XML that refuses declarations of types and entities: no workbook has any, and with them a small file
    unfolds without end, or reads others."""
    made: Any = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse
    made.EntityDeclHandler = _refuse
    made.ExternalEntityRefHandler = _refuse
    return made


def _refuse(*_: Any) -> None:
    raise UnreadableTable(TableProblem.NOT_A_TABLE)


def parse(
    content: Iterator[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse a part from its beginning to its end; elements and attributes by their local names."""
    for _ in parsing(content, start, end, text):
        pass


def parsing(
    content: Iterator[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Parse a part; comes back after each piece, so that what was found in it can be passed on."""
    names, made = Names(), parser()

    def opened(name: str, attributes: dict[str, str]) -> None:
        start(names[name], {names[key]: value for key, value in attributes.items()} if attributes else attributes)

    made.StartElementHandler = opened
    if end:
        made.EndElementHandler = lambda name: end(names[name])
    if text:
        made.CharacterDataHandler = text
    for _ in fed(made, content):
        yield


def fed(made: Any, content: Iterator[bytes]) -> Iterator[None]:
    """Give a part to its parser; comes back after each piece. Raises UnreadableTable when a single tag does not end: it
    would be gone through again with each piece."""
    size = 0
    for data in content:
        made.Parse(data, False)
        size += len(data)
        if size - made.CurrentByteIndex > LONGEST_TAG:
            raise UnreadableTable(TableProblem.TOO_MUCH_TO_READ)
        yield
    made.Parse(b"", True)
    yield
