"""Health (the process lives), readiness (its database answers) and metrics of a service's HTTP process."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from flask import Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chassis.feed.metrics import StateCollector


def register_observation(app: Flask) -> None:
    """Adds /healthz, /readyz and /metrics, and counts every request by route and status."""
    registry = CollectorRegistry()
    requests = Counter("http_requests_total", "Requests answered", ["method", "route", "status"], registry=registry)
    seconds = Histogram("http_request_seconds", "Time to answer", ["route"], registry=registry)
    registry.register(StateCollector(lambda: current_app.extensions["engine"]))
    app.extensions["metrics"] = registry

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unknown"
        requests.labels(request.method, route, response.status_code).inc()
        seconds.labels(route).observe(perf_counter() - g.began)
        return response

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> tuple[dict[str, Any], int]:
        try:
            with current_app.extensions["engine"].connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            return {"status": "unavailable", "database": type(error).__name__}, 503
        return {"status": "ready"}, 200

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
