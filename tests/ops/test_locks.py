"""The lock files: complete, with hashes, and without the host of any registry."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPILED = {"cffi", "charset-normalizer", "contourpy", "cryptography", "kiwisolver", "matplotlib", "numpy", "pillow"}
LOCKS = ("requirements.lock", "requirements-image.lock", "ops/uv.txt")


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)(?: ;.*)? \\$", (ROOT / name).read_text(), re.MULTILINE))


def hashes(name: str) -> dict[str, list[str]]:
    """The hashes of each `package==version` of a lock file."""
    found = re.findall(r"^([a-z0-9.-]+==[^ \n]+).*((?:\n +--hash.*)*)", (ROOT / name).read_text(), re.MULTILINE)
    return {release: re.findall(r"--hash=sha256:([0-9a-f]{64})", block) for release, block in found}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    found = hashes(name)
    assert found
    assert [release for release, those in found.items() if not those] == []


def test_both_locks_hold_the_same_hashes_of_the_same_release() -> None:
    everything, image = hashes("requirements.lock"), hashes("requirements-image.lock")
    assert {release: those for release, those in image.items() if those != everything[release]} == {}


def test_what_is_compiled_has_the_hashes_of_every_platform() -> None:
    everything = hashes("requirements.lock")
    compiled = [release for release in everything if release.split("==")[0] in COMPILED]
    assert {release.split("==")[0] for release in compiled} == COMPILED
    assert [release for release in compiled if len(everything[release]) < 12] == []


@pytest.mark.parametrize("name", [*LOCKS, "package.json", ".npmrc", "Dockerfile", "docker-compose.yml", "Makefile"])
def test_no_file_names_the_host_of_a_registry(name: str) -> None:
    assert not re.search(r"pypi\.|pythonhosted|npmjs|index-url|registry *=", (ROOT / name).read_text())


def test_the_npm_lock_has_integrity_but_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package and "resolved" not in package for path, package in packages.items() if path)


def test_the_image_gets_the_versions_that_are_tested() -> None:
    everything, image = pins("requirements.lock"), pins("requirements-image.lock")
    assert image
    assert image.items() <= everything.items()


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    asked = [
        *project["project"]["dependencies"],
        *groups["local"],
        *(each for each in groups["dev"] if isinstance(each, str)),
    ]
    names = {re.split(r"[\[<>=; ]", each)[0].lower() for each in asked}
    assert names <= set(pins("requirements.lock"))
