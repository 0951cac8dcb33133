"""What a file is: found by its bytes, never by its name or by what the sender says; and how large one may be."""

from __future__ import annotations

from dataclasses import dataclass

import filetype

from chassis.errors import Refused

MEGABYTE = 1024 * 1024
LARGEST = 32 * MEGABYTE
"""Bytes of the largest file of any kind."""

TEXT = "text/plain"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff"})
"""Pictures that can be shown in the page; others are fetched."""
PDF = "application/pdf"
PROGRAMS = frozenset(
    {"application/x-msdownload", "application/x-executable", "application/x-mach-binary", "application/x-msi"}
    | {"application/java-archive", "application/wasm", "application/vnd.android.package-archive"}
    | {"application/x-deb", "application/x-rpm", "application/x-google-chrome-extension", "application/x-dex"}
)
"""What starts something on the machine of who fetches it; no such file is taken."""
PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"L\0\0\0\x01\x14\x02\0",
)
"""The first bytes of programs, scripts and shortcuts."""


class FileTypeRefused(Refused):
    """A file of such a kind is not taken; ``detail["type"]`` says what its bytes are."""

    code = "file_type_refused"
    status = 422


class FileTooLarge(Refused):
    """The file has more than ``detail["most"]`` bytes."""

    code = "file_too_large"
    status = 413


@dataclass(frozen=True)
class FileKind:
    """What the bytes of a file are, and how many of that kind one file may have."""

    media_type: str
    most: int


def kind_of(content: bytes) -> FileKind:
    """What some bytes are. Raises FileTypeRefused for programs, FileTooLarge."""
    media_type = _media_type(content)
    if media_type in PROGRAMS or content.startswith(PROGRAM_STARTS):
        raise FileTypeRefused(type=media_type)
    kind = FileKind(media_type, _most(media_type))
    if len(content) > kind.most:
        raise FileTooLarge(most=kind.most)
    return kind


def _media_type(content: bytes) -> str:
    guessed = filetype.guess_mime(content)
    if guessed:
        return str(guessed)
    if content.startswith(OLD_OFFICE):
        return "application/x-ole-storage"
    return TEXT if _is_text(content) else "application/octet-stream"


def _is_text(content: bytes) -> bool:
    """Text as people here write it; a page (HTML, SVG) is text as well, and is never given out as anything else."""
    if b"\0" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _most(media_type: str) -> int:
    """A photo is no larger than a good telephone makes it; what is read or listened to may be as large as any."""
    return 20 * MEGABYTE if media_type.startswith("image/") else LARGEST
