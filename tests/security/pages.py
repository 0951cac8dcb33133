"""A browser at the pages of the running system, that shows what went over the wire."""

from __future__ import annotations

import re
from typing import Any

import requests

from tests.support.fleet import PASSWORD, Fleet


class Pages:
    """A browser: keeps cookies, follows nothing."""

    def __init__(self, fleet: Fleet) -> None:
        self.address = fleet.site.url_of("gateway")
        self.session = requests.Session()

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.session.get(self.address + path, allow_redirects=False, timeout=60, **options)

    def post(self, path: str, fields: dict[str, Any] | None = None, **options: Any) -> requests.Response:
        """A form sent with the token of a page of this browser."""
        filled = {"csrf_token": self.token(), **(fields or {})}
        return self.send(path, filled, **options)

    def send(self, path: str, fields: dict[str, Any], **options: Any) -> requests.Response:
        """A form as it is."""
        return self.session.post(self.address + path, data=fields, allow_redirects=False, timeout=60, **options)

    def token(self) -> str:
        """The token against forged requests that a page of this browser holds."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/sign-in").text)
        assert found
        return found[1]

    def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> requests.Response:
        answer = self.post("/sign-in", {"username": username, "password": password, **more})
        assert answer.status_code == 303, answer.text
        return answer

    def cookie(self) -> str:
        """The session's cookie as it is now."""
        return str(self.session.cookies.get("guanxi", ""))
