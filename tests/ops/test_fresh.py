"""A fresh clone is tried with nothing of the machine's own: no cache, no other Python, no process left behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops import fresh

ROOT = Path(__file__).parents[2]


def test_the_readme_promises_the_two_commands_that_are_tried() -> None:
    """What `fresh` runs is what stands there."""
    text = (ROOT / "README.md").read_text()
    assert "\nmake demo " in text
    assert "\nmake test " in text


def test_the_way_to_the_packages_is_kept_and_what_leads_aside_is_not(tmp_path: Path) -> None:
    kept = {"PIP_CERT": "/etc/own.crt", "PIP_FIND_LINKS": "/wheels", "https_proxy": "proxy:3128", "ARGS": "tests/ops"}
    aside = ("PYENV_ROOT", "PYTHONPATH", "UV_CACHE_DIR", "npm_config_cache", "GUANXI_PORT", "DATABASE_URL", "MAKEFLAGS")
    given = {**kept, **dict.fromkeys(aside, "x"), "HOME": "/root", "PATH": "/root/.pyenv/shims", "USER": "root"}
    own = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp"), "USER": "guest", "LOGNAME": "guest"}
    expected = {**kept, **own, "PATH": fresh.PATH, "SHELL": "/bin/sh"}
    assert fresh.environment(given, tmp_path, "guest") == expected


def test_root_without_the_means_to_make_a_user_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda *arguments, **options: None)
    with pytest.raises(SystemExit, match="useradd and userdel"), fresh.account(tmp_path):
        pass


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A repository with one committed file and one that is not."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "kept").touch()
    git = ("git", "-C", str(source), "-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
    for arguments in (("init", "--quiet"), ("add", "kept"), ("commit", "--quiet", "-m", "Keep it")):
        subprocess.run([*git, *arguments], check=True)
    (source / "draft").touch()
    return source


def test_what_is_committed_is_cloned_whoever_owns_it(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own way to have its check of the owner tested
    fresh.clone(source, tmp_path / "clone", tmp_path)
    assert [path.name for path in (tmp_path / "clone").iterdir() if path.name != ".git"] == ["kept"]
    assert "draft" in capfd.readouterr().out


def test_what_runs_in_a_folder_is_seen_and_killed_and_nothing_else(tmp_path: Path) -> None:
    inside, beside = tmp_path / "folder", tmp_path / "folder-beside"
    children = []
    for place in (inside / "below", beside):
        place.mkdir(parents=True)
        children.append(subprocess.Popen([sys.executable, "-c", "input()"], cwd=place, stdin=subprocess.PIPE))
    ours, another = children
    try:
        assert fresh.running_in(inside) == [ours.pid]
        fresh.kill_all_in(inside)
        assert ours.wait() == -9
        assert another.poll() is None
        assert fresh.running_in(inside) == []
    finally:
        for child in children:
            child.kill()
            child.communicate()
