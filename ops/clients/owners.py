"""Which service a path of the API belongs to, by its first part."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from ops.clients.documents import Document

PREFIX = "/v1/"


def owners_of(documents: Mapping[str, Document]) -> dict[str, str]:
    """First part of a path -> the service that has it. What every service has of itself, with its name behind, belongs
    to none. ValueError when two services have paths that begin alike."""
    claims: dict[str, set[str]] = defaultdict(set)
    for service, document in documents.items():
        for path in document["paths"]:
            first, *rest = path.removeprefix(PREFIX).split("/")
            if path.startswith(PREFIX) and rest[:1] != [service]:
                claims[first].add(service)
    if twice := [first for first, services in claims.items() if len(services) > 1]:
        raise ValueError(f"several services have paths that begin with: {', '.join(sorted(twice))}")
    return {first: service for first, [service] in sorted(claims.items())}


def owners_file(documents: Mapping[str, Document]) -> str:
    """The same as the file that the api reads."""
    return json.dumps(owners_of(documents), indent=2) + "\n"
