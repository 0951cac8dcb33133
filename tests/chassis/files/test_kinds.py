"""What a file is, and how large one of its kind may be."""

from __future__ import annotations

import pytest

from chassis.files.kinds import LARGEST, MEGABYTE, FileTooLarge, FileTypeRefused, kind_of

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        ("你好".encode(), "text/plain"),
        ("你好,再见".encode("gb18030"), "text/plain"),
        (b"<html><script>", "text/plain"),
        (b"\0\1\2\3", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, media_type: str) -> None:
    assert kind_of(content).media_type == media_type


@pytest.mark.parametrize("start", [b"MZ", b"\x7fELF", b"#!/bin/sh", b"\xca\xfe\xba\xbe", b"L\0\0\0\x01\x14\x02\0"])
def test_programs_scripts_and_shortcuts_are_refused(start: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        kind_of(start + bytes(64))


@pytest.mark.parametrize(("start", "most"), [(PNG, 20 * MEGABYTE), (b"%PDF-1.7", LARGEST)])
def test_a_file_may_be_just_as_large_as_its_kind_allows(start: bytes, most: int) -> None:
    assert kind_of(start + bytes(most - len(start))).most == most
    with pytest.raises(FileTooLarge) as refused:
        kind_of(start + bytes(most - len(start) + 1))
    assert refused.value.detail == {"most": most}
