"""Clicks before the pages, and how often each asks the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from flask import Flask

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone
from tests.gateway.wire import Wire


@dataclass
class Clicks:
    """Clicks through a gateway whose wires to the services are listened to."""

    pages: Flask
    wires: dict[str, Wire]
    scenario: Scenario
    enter: Callable[..., Browser]
    clicked: set[str] = field(default_factory=set)
    browsers: dict[str, Browser] = field(default_factory=dict)

    def asked(self) -> list[str]:
        return [f"{each.method} {each.path}" for wire in self.wires.values() for each in wire.heard]

    def click(self, who: Someone, path: str, fields: dict[str, Any] | None = None, *, version: Any = None) -> None:
        """Send a form as htmx does, and see that it was done by one call."""
        if who.username not in self.browsers:
            self.browsers[who.username] = self.enter(who, at=self.pages)
        browser = self.browsers[who.username]
        sent = {"csrf_token": browser.token(), "idempotency_key": token_hex(8), **(fields or {})}
        if version is not None:
            sent["version"] = str(version)
        before = self.asked()
        answer = browser.client.post(path, data=sent, headers=HTMX)
        calls = self.asked()
        for call in before:
            calls.remove(call)
        assert answer.status_code in {200, 204, 303}, (path, answer.status_code, answer.text)
        assert len(calls) == 1, (path, calls)
        assert not calls[0].startswith("GET"), (path, calls)
        rule, _ = self.pages.url_map.bind("").match(path, method="POST", return_rule=True)
        self.clicked.add(rule.endpoint)
