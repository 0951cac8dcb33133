"""Whether everything behind the pages is ready, and figures about this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hmac import compare_digest
from threading import Lock
from time import monotonic, perf_counter
from typing import Any

from flask import Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

from chassis.client import Client, ServiceError

SECONDS = 3.0
KNOWN_SECONDS = 1.0


def is_ready(client: Client) -> bool:
    """Whether a service says that it is ready."""
    try:
        return client.send("GET", "/readyz", {}, None).status == 200
    except ServiceError:
        return False


class Known:
    """Who was missing when last asked. However many ask, the services are asked by one at a time, and once a second."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._missing: list[str] = []
        self._asked = float("-inf")

    def missing(self, ask: Callable[[], list[str]]) -> list[str]:
        """What was found within the last second, or is found now; while somebody else is finding it, what was known."""
        first = self._asked == float("-inf")
        if monotonic() - self._asked < KNOWN_SECONDS or not self._asking.acquire(blocking=first):
            return self._missing
        try:
            self._missing, self._asked = ask(), monotonic()
        finally:
            self._asking.release()
        return self._missing


def _missing(probes: Mapping[str, Client], askers: ThreadPoolExecutor) -> list[str]:
    ready = dict(zip(probes, askers.map(is_ready, probes.values()), strict=True))
    return sorted(service for service, answered in ready.items() if not answered)


def register_health(app: Flask, urls: Mapping[str, str], registry: CollectorRegistry, *, token: str = "") -> None:
    """Adds /healthz (200 once all services are ready, asked side by side) and, for who shows the ``token``, /metrics:
    the pages are open to everybody who reaches them, figures of the house are not."""
    known = Known()
    probes = {
        service: Client(service, url, connections=2, seconds=SECONDS, patient=False) for service, url in urls.items()
    }
    askers = ThreadPoolExecutor(max_workers=2 * len(probes), thread_name_prefix="readiness")
    pages = Counter("gateway_pages_total", "Pages answered", ["endpoint", "method", "status"], registry=registry)
    seconds = Histogram("gateway_page_seconds", "Time of a page", ["endpoint"], registry=registry)

    @app.get("/healthz")
    def healthz() -> tuple[dict[str, Any], int]:
        missing = known.missing(lambda: _missing(probes, askers))
        if missing:
            return {"status": "unavailable", "missing": missing}, 503
        return {"status": "ok"}, 200

    @app.get("/metrics")
    def metrics() -> Response:
        shown = request.headers.get("Authorization", "")
        if not token or not compare_digest(shown.encode(), f"Bearer {token}".encode()):
            abort(404)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "unknown"
        pages.labels(endpoint, request.method, response.status_code).inc()
        seconds.labels(endpoint).observe(perf_counter() - g.began)
        return response
