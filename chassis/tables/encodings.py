"""Which encoding a text file is in: found out with a reason, or given by who sends the file.

UTF-8 proves itself. GB18030 and Big5 read nearly anything, so they are told apart by how many of the characters are
usual ones; and a file of which one part is UTF-8 and another is not is refused, for read as one of the two a part of it
would become other characters without an error.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from chassis.tables.packed import blocks
from chassis.tables.problems import TableProblem, UnreadableTable

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
CODECS = {"utf-8-sig": "utf-8", "big5": "cp950"}
"""The codec of an encoding where it has another name: cp950 is Big5 as Windows writes it."""
CHOICES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
"""What somebody may say a file is in."""
ENOUGH = 0.6
"""From which share of usual characters on a text is what it is taken for."""
SAMPLE = 64 * 1024
_CELLS = re.compile(rb"[,;\t\n]")
_LINES = re.compile("[\r\n]")
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1f\ufffe\uffff]")
_FAR = re.compile("[\u0800-\U0010ffff]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Encoding:
    """An encoding, and whether it is beyond doubt; ``bom``: the bytes before the first character; ``other``: the one in
    which the file can be read as well."""

    name: str
    certain: bool = True
    bom: int = 0
    other: str = ""

    @property
    def codec(self) -> str:
        """What Python calls it."""
        return CODECS.get(self.name, self.name)

    @property
    def line_end(self) -> bytes:
        """The end of a line, as bytes."""
        return "\n".encode(self.codec)


def find_encoding(file: IO[bytes], given: str = "") -> Encoding:
    """The encoding of a file: as given, by its mark, or found out.

    Raises UnreadableTable with the row where it cannot be read, or where it goes over into another encoding.
    """
    file.seek(0)
    first = file.read(SAMPLE)
    mark = next((bom for bom in BOMS if first.startswith(bom)), b"")
    wide = "" if mark else wide_encoding(first)
    if given:
        return _given(file, given, mark)
    if mark or wide:
        encoding = Encoding(BOMS[mark] if mark else wide, bom=len(mark), certain=bool(mark))
        if (row := _first_bad_row(file, encoding)) is None:
            return encoding
        if encoding.name != "utf-8-sig":
            raise UnreadableTable(TableProblem.WRONG_ENCODING, row=row)
    return _found(file, mark)


def _given(file: IO[bytes], given: str, mark: bytes) -> Encoding:
    marked = BOMS.get(mark, "")
    same = marked.removesuffix("-sig") == given
    encoding = Encoding(marked if same else given, bom=len(mark) if same else 0)
    if (row := _first_bad_row(file, encoding)) is not None:
        raise UnreadableTable(TableProblem.WRONG_ENCODING, row=row)
    return encoding


def wide_encoding(first: bytes) -> str:
    """UTF-16 without its mark: the zeros beside its delimiters, digits and line ends stand all on one side. Empty for
    anything else."""
    even, odd = first[0::2].count(0), first[1::2].count(0)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > 4 * others:
            try:
                text = first[: len(first) & ~1].decode(name)
            except UnicodeDecodeError as error:
                if error.reason != "unexpected end of data":
                    continue
                text = first[: error.start].decode(name)
            if _LINES.search(text) and not _NO_TEXT.search(text):
                return name
    return ""


def _first_bad_row(file: IO[bytes], encoding: Encoding) -> int | None:
    row, bad = 1, None
    for block in blocks(file, encoding.bom, encoding.line_end):
        try:
            block.decode(encoding.codec)
        except UnicodeDecodeError as error:
            bad = row + block[: error.start].count(encoding.line_end)
            _refuse_half(error, block, encoding.line_end, bad)
            return bad
        row += block.count(encoding.line_end)
    return bad


def _refuse_half(error: UnicodeDecodeError, block: bytes, line_end: bytes, row: int) -> None:
    ended = error.reason in ("unexpected end of data", "truncated data", "incomplete multibyte sequence")
    if ended and not block.endswith(line_end):
        raise UnreadableTable(TableProblem.HALF_A_FILE, row=row)


@dataclass
class _Seen:
    """What was met on the way through a file that bears no mark."""

    bad: dict[str, int] = field(default_factory=dict)
    usual: dict[str, list[int]] = field(default_factory=lambda: {"gb18030": [0, 0], "big5": [0, 0]})
    high: bool = False
    far: bool = False
    utf8_row: int = 0
    other_row: int = 0
    other_is_text: bool = False


def _found(file: IO[bytes], mark: bytes) -> Encoding:
    seen, row = _Seen(), 1
    for block in blocks(file, len(mark)):
        if _BEYOND_ASCII.search(block):
            seen.high = True
            _look(block, row, seen)
        row += block.count(b"\n")
    if not seen.high:
        return Encoding("utf-8")
    if "utf-8" not in seen.bad:
        return _short_utf8(seen)
    if mark or seen.utf8_row:
        if seen.other_is_text:
            raise UnreadableTable(TableProblem.MIXED_ENCODINGS, row=max(seen.utf8_row, seen.other_row))
        raise UnreadableTable(TableProblem.WRONG_ENCODING, row=seen.bad["utf-8"])
    possible = [name for name in ("gb18030", "big5") if name not in seen.bad]
    if not possible:
        raise UnreadableTable(TableProblem.WRONG_ENCODING, row=max(seen.bad.values()))
    shares = {name: _share(seen, name) for name in possible}
    best = max(possible, key=lambda name: shares[name])
    other = next((name for name in possible if name != best), "")
    certain = shares[best] >= ENOUGH and shares.get(other, 0) < shares[best] - 0.2
    return Encoding(best, certain=certain, other=other)


def _short_utf8(seen: _Seen) -> Encoding:
    """UTF-8 throughout: without doubt where it has Chinese characters, for only of short letters (é, ü) could pairs of
    another encoding be made by accident."""
    if seen.far or "gb18030" in seen.bad:
        return Encoding("utf-8")
    chinese = _share(seen, "gb18030") >= ENOUGH
    return Encoding("utf-8", certain=not chinese)


def _share(seen: _Seen, name: str) -> float:
    usual, all_of_them = seen.usual[name]
    return usual / all_of_them if all_of_them else 0.0


def _look(block: bytes, row: int, seen: _Seen) -> None:
    text = None
    for name in ("utf-8", "gb18030", "big5"):
        if name in seen.bad and name != "utf-8":
            continue
        try:
            text = block.decode(CODECS.get(name, name))
        except UnicodeDecodeError as error:
            bad = row + block[: error.start].count(b"\n")
            if name == "utf-8":
                if "utf-8" not in seen.bad and (seen.far or _FAR.search(block[: error.start].decode())):
                    _refuse_half(error, block, b"\n", bad)
                _parts(block, row, seen)
            seen.bad.setdefault(name, bad)
            continue
        if name == "utf-8":
            if not seen.utf8_row and (first := _FAR.search(text)):
                seen.far, seen.utf8_row = True, row + text.count("\n", 0, first.start())
        elif seen.usual[name][1] < SAMPLE:
            usual, other = _usual(text, name)
            seen.usual[name][0] += usual
            seen.usual[name][1] += usual + other


def _parts(block: bytes, row: int, seen: _Seen) -> None:
    """Of a block that is not UTF-8 throughout: the first cell that is UTF-8 all the same, and the first that is not."""
    for number, line in enumerate(block.split(b"\n"), row):
        if seen.utf8_row and seen.other_row:
            return
        for cell in _cells(line):
            try:
                text = cell.decode("utf-8")
            except UnicodeDecodeError:
                seen.other_row = seen.other_row or number
                seen.other_is_text = seen.other_is_text or _is_text(cell)
            else:
                if not seen.utf8_row and _FAR.search(text) and _is_usual_chinese(text):
                    seen.utf8_row = number


def _cells(line: bytes) -> Iterator[bytes]:
    return (cell for cell in _CELLS.split(line) if not cell.isascii())


def _is_text(cell: bytes) -> bool:
    """Whether a cell that is not UTF-8 is a text in another encoding."""
    for name in ("gb18030", "cp950"):
        try:
            cell.decode(name)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_usual_chinese(text: str) -> bool:
    """Whether a text could have been meant: each of its characters is one of the usual Chinese ones, or none at all."""
    return all(char.isascii() or _level(char, "gb2312") or _level(char, "big5") for char in text)


def _usual(text: str, name: str) -> tuple[int, int]:
    """How many characters beyond ASCII are among the most used of an encoding, and how many are not."""
    usual = other = 0
    for char in text[:SAMPLE]:
        if not char.isascii():
            if _level(char, "gb2312" if name == "gb18030" else "big5"):
                usual += 1
            else:
                other += 1
    return usual, other


def _level(char: str, name: str) -> bool:
    """Whether a character is in the first, most used part of a national standard, or one of its signs."""
    try:
        code = char.encode(name)
    except UnicodeEncodeError:
        return False
    if len(code) != 2:
        return False
    return 0xA1 <= code[0] <= 0xA3 or (0xB0 <= code[0] <= 0xD7 if name == "gb2312" else 0xA4 <= code[0] <= 0xC6)
