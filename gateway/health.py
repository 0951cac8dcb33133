"""Whether everything behind the pages is ready, and figures about this process."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

from chassis.client import Client, ServiceError

SECONDS = 3.0


def is_ready(client: Client) -> bool:
    """Whether a service says that it is ready."""
    try:
        return client.send("GET", "/readyz", {}, None).status == 200
    except ServiceError:
        return False


def register_health(app: Flask, urls: Mapping[str, str], registry: CollectorRegistry) -> None:
    """Adds /healthz (200 once the four services are ready, asked side by side) and /metrics."""
    probes = {
        service: Client(service, url, connections=2, seconds=SECONDS, patient=False) for service, url in urls.items()
    }
    askers = ThreadPoolExecutor(max_workers=2 * len(probes), thread_name_prefix="readiness")
    pages = Counter("gateway_pages_total", "Pages answered", ["endpoint", "method", "status"], registry=registry)
    seconds = Histogram("gateway_page_seconds", "Time of a page", ["endpoint"], registry=registry)

    @app.get("/healthz")
    def healthz() -> tuple[dict[str, Any], int]:
        ready = dict(zip(probes, askers.map(is_ready, probes.values()), strict=True))
        missing = sorted(service for service, answered in ready.items() if not answered)
        if missing:
            return {"status": "unavailable", "missing": missing}, 503
        return {"status": "ok"}, 200

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "unknown"
        pages.labels(endpoint, request.method, response.status_code).inc()
        seconds.labels(endpoint).observe(perf_counter() - g.began)
        return response
