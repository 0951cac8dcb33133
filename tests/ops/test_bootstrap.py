"""What `make` does before there is an environment to do it in."""

import hashlib
import importlib.util
import sys
import zipfile
from pathlib import Path

import pytest

from ops import bootstrap

LISTING = """\
:env:.cert='/etc/ssl/own.crt'
global.cert='/etc/ssl/other.crt'
global.extra-index-url='https://one.example/simple https://two.example/simple'
global.find-links='/wheels /more-wheels'
global.index-url='https://mirror.example/simple'
global.proxy='http://proxy.example:3128'
global.timeout='60'
global.trusted-host='mirror.example'
"""


def test_uv_is_told_what_pip_is_configured_with() -> None:
    assert bootstrap.translate(LISTING) == {
        "SSL_CERT_FILE": "/etc/ssl/own.crt",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/wheels,/more-wheels",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "ALL_PROXY": "http://proxy.example:3128",
        "UV_INSECURE_HOST": "mirror.example",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_a_python_without_pip_ends_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="sudo apt install python3-pip"):
        bootstrap.pip()


def test_a_python_that_is_too_old_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"3\.11 or newer; this is 3\.9.*make PYTHON="):
        bootstrap.main([])


def wheel(folder: Path, tag: str) -> str:
    """Put a wheel of `thing` 1.0 for one platform into a folder; answers its SHA-256."""
    path = folder / f"thing-1.0-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("thing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n")
        archive.writestr("thing-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr("thing-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def index(folder: Path, *tags: str) -> list[str]:
    """Make a package index that has `thing` for these platforms; answers the files' SHA-256, sorted."""
    (folder / "thing").mkdir(parents=True)
    sums = {tag: wheel(folder / "thing", tag) for tag in tags}
    links = [f'<a href="thing-1.0-{tag}.whl#sha256={digest}">thing-1.0-{tag}.whl</a>' for tag, digest in sums.items()]
    (folder / "thing" / "index.html").write_text("\n".join(["<!DOCTYPE html>", *links]))
    return sorted(sums.values())


def test_a_lock_has_all_files_of_a_release_though_the_machine_and_the_old_lock_have_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = "py3-none-any"
    complete = index(tmp_path / "index", here, "cp312-cp312-manylinux_2_28_aarch64", "cp313-cp313-macosx_11_0_arm64")
    (one,) = index(tmp_path / "beside", here)
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"file://{tmp_path / 'index'}")
    monkeypatch.setenv("UV_INDEX", f"file://{tmp_path / 'beside'}")
    monkeypatch.setenv("UV_FIND_LINKS", str(tmp_path / "beside" / "thing"))
    asked, lock = tmp_path / "asked.in", tmp_path / "asked.lock"
    asked.write_text("thing\n")
    lock.write_text(f"thing==1.0 \\\n    --hash=sha256:{one}\n    # via -r asked.in\n")
    bootstrap.compile_lock(str(lock), str(asked))
    assert [
        line.split("sha256:")[1].split()[0] for line in lock.read_text().splitlines() if "--hash" in line
    ] == complete
