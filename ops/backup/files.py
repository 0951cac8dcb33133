"""The files at records (papers, imports): each is kept in the backups once, encrypted, under its own name, a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from obstore.store import from_url

from contracts.services import SERVICES
from ops.backup.store import Damaged, Store
from ops.site import Site

FOLDER = "files"


def mirror(site: Site, store: Store, known: dict[str, set[str]] | None = None) -> dict[str, list[str]]:
    """Put into the store what it does not hold yet; service -> the paths of all its files. ``known``: what is there,
    kept by whoever does this often."""
    known = {} if known is None else known
    found: dict[str, list[str]] = {}
    for service in SERVICES:
        if (source := _opened(site, service)) is None:
            continue
        held = known.get(service)
        if held is None:
            held = known[service] = {_plain(path) for path in store.names(f"{FOLDER}/{service}")}
        found[service] = [each["path"] for batch in source.list() for each in batch]
        for path in found[service]:
            if path not in held:
                store.seal_bytes(_sealed(service, path), bytes(source.get(path).bytes()))
                held.add(path)
    return found


def missing(store: Store, listed: Mapping[str, Sequence[str]], looked_at: Mapping[str, set[str]]) -> list[str]:
    """What is not as it should be of the files that a backup names, a sentence each. All have to be there; those that
    are not in ``looked_at`` are opened, and have to be what their names say."""
    found = []
    for service, paths in listed.items():
        held = {_plain(path) for path in store.names(f"{FOLDER}/{service}")}
        for path in paths:
            if path not in held:
                found.append(f"the file {service}/{path} is missing")
            elif path not in looked_at.get(service, ()):
                try:
                    content = store.open_bytes(_sealed(service, path))
                except Damaged as error:
                    found.append(str(error))
                else:
                    if not _is(content, path):
                        found.append(f"the file {service}/{path} has other bytes than its name says")
    return found


def put_back(site: Site, store: Store, listed: Mapping[str, Sequence[str]]) -> int:
    """Bring the files that a backup names to where they belong, unless they are there; returns how many came.
    Raises Damaged."""
    count = 0
    for service, paths in listed.items():
        if not paths or (target := _opened(site, service, make=True)) is None:
            continue
        there = {each["path"] for batch in target.list() for each in batch}
        for path in paths:
            if path not in there:
                target.put(path, store.open_bytes(_sealed(service, path)))
                count += 1
    return count


def all_in(store: Store) -> dict[str, list[str]]:
    """All files that the backups hold: service -> their paths."""
    found: dict[str, list[str]] = {}
    for path in store.names(FOLDER):
        found.setdefault(path.split("/")[1], []).append(_plain(path))
    return found


def _opened(site: Site, service: str, *, make: bool = False) -> Any:
    url = site.environment(service).get("STORAGE_URL", "")
    if not url.startswith("file://"):
        return from_url(url) if url else None
    if not make and not _folder_is_there(url):
        return None
    return from_url(url, mkdir=True)


def _folder_is_there(url: str) -> bool:
    return Path(url.removeprefix("file://")).is_dir()


def _is(content: bytes, path: str) -> bool:
    name = path.rpartition("/")[2]
    return len(name) != 64 or hashlib.sha256(content).hexdigest() == name


def _sealed(service: str, path: str) -> str:
    return f"{FOLDER}/{service}/{path}.age"


def _plain(path: str) -> str:
    return path.split("/", 2)[2].removesuffix(".age")
