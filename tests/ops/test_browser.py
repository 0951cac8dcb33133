"""The browser that the tests fetch for themselves is unpacked into its folder alone, whatever its archive says."""

import io
import subprocess
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest

from ops.browser import unpack


def packed(archive: Path, *members: tuple[str, bytes | Path]) -> Path:
    """Make a tar file of files (name, content) and symbolic links (name, target)."""
    with tarfile.open(archive, "w") as file:
        for name, content in members:
            member = tarfile.TarInfo(name)
            if isinstance(content, Path):
                member.type, member.linkname = tarfile.SYMTYPE, str(content)
                file.addfile(member)
            else:
                member.size, member.mode = len(content), 0o755
                file.addfile(member, io.BytesIO(content))
    return archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where to unpack."""
    folder = tmp_path / "outside" / "folder"
    folder.mkdir(parents=True)
    return folder


def test_files_and_links_of_an_archive_are_unpacked(tmp_path: Path, folder: Path) -> None:
    unpack(packed(tmp_path / "a.tar", ("lib/libnss3.so.1", b"code"), ("lib/libnss3.so", Path("libnss3.so.1"))), folder)
    assert (folder / "lib" / "libnss3.so").read_bytes() == b"code"
    assert (folder / "lib" / "libnss3.so.1").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("way", ["a name that climbs", "an absolute name", "a link that leads out"])
def test_no_archive_writes_outside_of_the_folder(way: str, tmp_path: Path, folder: Path) -> None:
    outside = tmp_path / "outside"
    members: dict[str, list[tuple[str, bytes | Path]]] = {
        "a name that climbs": [("../planted", b"bad")],
        "an absolute name": [(str(outside / "planted"), b"bad")],
        "a link that leads out": [("api", outside), ("api/planted", b"bad")],
    }
    archive = packed(tmp_path / "a.tar", *members[way])
    with suppress(subprocess.CalledProcessError):  # to refuse it is as good as to keep it inside
        unpack(archive, folder)
    assert [path.name for path in outside.iterdir()] == ["folder"]


def test_what_is_no_archive_is_an_error(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"no archive")
    with pytest.raises(subprocess.CalledProcessError):
        unpack(tmp_path / "a.tar", folder)
