"""What makes the database of a service."""

from __future__ import annotations

from collections.abc import Callable

from chassis.db.migrate import upgrade


def prepare_service(service: str) -> Callable[[str, str], None]:
    """What makes a template database of a service: its migrations."""
    return PREPARED.setdefault(service, lambda owner_url, _: upgrade(service, owner_url))


PREPARED: dict[str, Callable[[str, str], None]] = {}
