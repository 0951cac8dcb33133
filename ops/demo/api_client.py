"""One of the staff, signed in at the API."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import Any

from chassis.client import Client, ServiceError, Upload

PATIENCE = 180.0
"""Seconds that background work may take."""

RENEW_BEFORE = 60.0
"""Seconds before its end when a token is renewed."""


class ApiClient:
    """Calls to ``/api/v1`` as one person. A POST carries a key, so that repeating the seeding makes nothing twice.

    Whoever signed in stays so: the token is renewed before it runs out. Thread-safe.
    """

    def __init__(self, client: Client, token: str) -> None:
        self._client = client
        self._token = token
        self._refresh = ""
        self._until = float("inf")
        self._renewing = Lock()

    @classmethod
    def sign_in(cls, client: Client, username: str, password: str) -> ApiClient:
        """Raises ServiceError when the two do not fit."""
        answer = client.ask("POST", "/api/v1/auth/tokens", body={"username": username, "password": password})
        api = cls(client, "")
        api._keep(answer)
        return api

    def get(self, path: str, **query: Any) -> Any:
        return self._client.ask("GET", f"/api/v1{path}", query=query, headers=self.headers())

    def post(self, path: str, body: Any = None, *, key: str = "", version: int | None = None) -> Any:
        headers = self.headers()
        if key:
            headers["Idempotency-Key"] = key
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._client.ask("POST", f"/api/v1{path}", body=body, headers=headers)

    def patch(self, path: str, body: Any, *, version: int) -> Any:
        headers = {**self.headers(), "If-Match": f'"{version}"'}
        return self._client.ask("PATCH", f"/api/v1{path}", body=body, headers=headers)

    def upload(self, path: str, fields: dict[str, str], name: str, content: bytes, *, key: str) -> Any:
        headers = {**self.headers(), "Idempotency-Key": key}
        boundary = sha256(key.encode()).hexdigest()[:32]  # the same bytes again are known by their key
        return self._client.upload(
            f"/api/v1{path}",
            fields,
            Upload(name, BytesIO(content), "text/csv"),
            boundary=boundary,
            headers=headers,
        )

    def pages(self, path: str, **query: Any) -> list[Any]:
        """All items of a list."""
        items: list[Any] = []
        after = None
        while True:
            page = self.get(path, after=after, limit=200, **query)
            items += page["items"]
            after = page["next"]
            if not after:
                return items

    def headers(self) -> dict[str, str]:
        """What shows who one is."""
        with self._renewing:
            if time.monotonic() > self._until:
                sent = {"refresh_token": self._refresh}
                self._keep(self._client.ask("POST", "/api/v1/auth/tokens/refresh", body=sent))
            return {"Authorization": f"Bearer {self._token}"}

    def _keep(self, answer: dict[str, Any]) -> None:
        self._token, self._refresh = answer["access_token"], answer["refresh_token"]
        self._until = time.monotonic() + float(answer["expires_in"]) - RENEW_BEFORE


def eventually(look: Callable[[], Any], *, what: str, every: float = 0.2) -> Any:
    """What ``look`` finds as soon as it finds something; background work and news take their time.

    ``every`` is the pause between two looks, in seconds.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(every)
    raise ServiceError(504, "timeout", detail={"waited_for": what})
