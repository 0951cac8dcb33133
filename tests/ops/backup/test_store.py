"""Encrypted objects in a folder and in a bucket: the same, but for where they lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from pyrage import x25519

from ops.backup.store import Damaged, Sealed, Store
from tests.ops.backup.bucket import serving

LARGE = os.urandom(20_000_000)
"""Sent in parts."""


@pytest.fixture(params=["folder", "bucket"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if request.param == "folder":
        yield f"file://{tmp_path / 'store'}"
        return
    with serving() as (bucket, address):
        given = {"ENDPOINT_URL": address, "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x", "ALLOW_HTTP": "true"}
        for name, value in (given | {"REGION": "us-east-1"}).items():
            monkeypatch.setenv(f"AWS_{name}", value)
        yield "s3://guanxi/house"
        assert not bucket.uploads, "nothing is left half"


@pytest.fixture
def store(url: str) -> Store:
    identity = x25519.Identity.generate()
    return Store(url, identity, [identity.to_public()])


def write(content: bytes, target: IO[bytes]) -> None:
    for start in range(0, len(content), 1_000_000):
        target.write(content[start : start + 1_000_000])


def read(store: Store, sealed: Sealed) -> bytes:
    found: list[bytes] = []
    store.open(sealed, lambda source: found.append(source.read()))
    return b"".join(found)


def test_what_was_sealed_comes_back_large_and_small(store: Store) -> None:
    sealed = store.seal("backups/one/data", lambda target: write(LARGE, target))
    assert sealed.size > len(LARGE)
    assert read(store, sealed) == LARGE
    store.seal_bytes("backups/one/small", b"small")
    assert store.open_bytes("backups/one/small") == b"small"
    names = store.names("backups")
    assert names["backups/one/data"] == sealed.size
    assert set(names) == {"backups/one/data", "backups/one/small"}
    assert set(store.dated("backups/one")) == {"backups/one/data", "backups/one/small"}
    store.remove(["backups/one/data", "backups/one/never"])
    assert set(store.names("backups")) == {"backups/one/small"}


def test_what_is_not_there_and_what_is_cut_off_is_damaged(store: Store) -> None:
    assert store.get_plain("nothing") is None
    with pytest.raises(Damaged, match="not in the store"):
        store.open_bytes("nothing")
    with pytest.raises(Damaged, match="not in the store"):
        read(store, Sealed("nothing", 1, ""))
    sealed = store.seal("data", lambda target: write(LARGE[:300_000], target))
    whole = store.get_plain("data") or b""
    store.put_plain("data", whole[:200_000])
    with pytest.raises(Damaged, match="data"):
        read(store, sealed)


def test_who_fails_while_writing_is_heard(store: Store) -> None:
    def fail(target: IO[bytes]) -> None:
        target.write(b"x" * 100_000)
        raise ValueError("the disk is away")

    with pytest.raises(ValueError, match="the disk is away"):
        store.seal("data", fail)
