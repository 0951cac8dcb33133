"""What comes out of an archive stays in its folder."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from ops.backup.archive import pack, unpack
from ops.backup.store import Damaged


def archive(*members: tarfile.TarInfo) -> io.BytesIO:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for member in members:
            tar.addfile(member)
    made.seek(0)
    return made


def test_what_was_packed_comes_out_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "file").write_bytes(b"x" * 100_000)
    (tmp_path / "in" / "empty").mkdir()
    packed = io.BytesIO()
    pack({"data": tmp_path / "in", "home/one": tmp_path / "in" / "deep" / "file"}, packed)
    packed.seek(0)
    unpack(packed, tmp_path / "out", None)
    assert (tmp_path / "out" / "data" / "deep" / "file").read_bytes() == b"x" * 100_000
    assert (tmp_path / "out" / "home" / "one").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "out" / "data" / "empty").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside-of-it", "a/../../outside"])
def test_nothing_gets_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(Damaged, match="does not belong"):
        unpack(archive(tarfile.TarInfo(name)), tmp_path / "out", None)
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_nothing_but_files_and_folders_comes_out(tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("link")
    member.type, member.linkname = kind, "/etc/passwd"
    with pytest.raises(Damaged, match="does not belong"):
        unpack(archive(member), tmp_path / "out", None)


def test_half_an_archive_is_damaged(tmp_path: Path) -> None:
    member = tarfile.TarInfo("file")
    whole = archive(member).getvalue()
    with pytest.raises(Damaged):
        unpack(io.BytesIO(whole[: len(whole) // 2]), tmp_path / "out", None)
    with pytest.raises(Damaged):
        unpack(io.BytesIO(b"nothing of the kind"), tmp_path / "out", None)
