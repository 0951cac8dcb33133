"""The app of one service: routes, errors as codes, request ids, health, readiness, metrics, OpenAPI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Flask, Response, g
from marshmallow import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from chassis.audit.records import Records
from chassis.auth.revocations import Revocations
from chassis.auth.tokens import TokenVerifier
from chassis.clock import Clock, utc_now
from chassis.db import create_engine
from chassis.errors import Invalid, Refused
from chassis.files.storage import Storage
from chassis.http.api import Api
from chassis.http.audit import audit_api
from chassis.http.documents import Documented
from chassis.http.json import FastJson
from chassis.http.observe import register_observation
from chassis.http.system import system_api
from chassis.logs import configure_logging, get_logger
from chassis.request_log import register_requests
from chassis.settings import ServiceSettings

log = get_logger(__name__)
LARGEST_BODY = 64 * 1024 * 1024
HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
    422: "invalid",
    429: "too_many_requests",
}


def create_api(
    settings: ServiceSettings,
    *,
    title: str,
    apis: Sequence[Api],
    constraint_codes: dict[str, tuple[str, str]] | None = None,
    engine: Engine | None = None,
    records: Records | None = None,
    clock: Clock = utc_now,
) -> Flask:
    """The Flask app of a service. ``constraint_codes``: name of a database constraint -> (field, code), so that what
    only the database can notice (two at once) is answered like any other bad field. ``records``: how the audit names
    what the service keeps. ``clock``: what time it is for every request. Raises ValueError."""
    configure_logging(settings.service_name, settings.log_level)
    app = Flask(settings.service_name)
    app.config.update(
        API_TITLE=title,
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        API_SPEC_OPTIONS={
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}}
        },
    )
    app.json = FastJson(app)
    app.extensions["engine"] = engine or create_engine(settings.database_url, pool=settings.database_pool)
    app.extensions["verifier"] = TokenVerifier(settings.auth_jwks_file, Revocations(app.extensions["engine"]))
    app.extensions["settings"] = settings
    app.extensions["deployment"] = replace(settings.deployment, clock=clock)
    app.extensions["storage"] = Storage(settings.storage_url)
    smorest = Documented(app)
    apis = [*apis, system_api(settings.service_name), audit_api(settings.service_name, records or Records())]
    operations = Counter(name for api in apis for name in api.operations)
    if twice := [name for name, times in operations.items() if times > 1]:
        raise ValueError(f"operations of the same name: {', '.join(twice)}")
    for api in apis:
        smorest.register_blueprint(api.blueprint)
    app.extensions["permissions"] = {route: code for api in apis for route, code in api.permissions.items()}
    register_requests(app, __name__, "request", silent={"healthz", "readyz", "metrics"})
    _forbid_keeping(app)
    _register_errors(app, constraint_codes or {})
    register_observation(app)
    return app


def _forbid_keeping(app: Flask) -> None:
    @app.after_request
    def forbid_keeping(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response


def _register_errors(app: Flask, constraint_codes: dict[str, tuple[str, str]]) -> None:
    def say(body: dict[str, Any], status: int) -> tuple[dict[str, Any], int]:
        return body, status

    @app.errorhandler(Invalid)
    def invalid(error: Invalid) -> tuple[dict[str, Any], int]:
        return say({"code": "invalid", "fields": error.fields}, 422)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[dict[str, Any], int, dict[str, str]]:
        wait = error.detail.get("seconds")
        headers = {"Retry-After": str(wait)} if error.status == 429 and wait else {}
        return {"code": error.code, "detail": error.detail}, error.status, headers

    @app.errorhandler(ValidationError)
    def unreadable(error: ValidationError) -> tuple[dict[str, Any], int]:
        messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        return say({"code": "invalid", "fields": messages}, 422)

    @app.errorhandler(StaleDataError)
    def stale(_: StaleDataError) -> tuple[dict[str, Any], int]:
        return say({"code": "stale_version", "detail": {}}, 412)

    @app.errorhandler(IntegrityError)
    def broken_constraint(error: IntegrityError) -> tuple[dict[str, Any], int]:
        name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
        if name in constraint_codes:
            field, code = constraint_codes[name]
            return say({"code": "invalid", "fields": {field: [code]}}, 422)
        log.error("unexpected_constraint", constraint=name, exc_info=error)
        return say({"code": "internal", "detail": {"request_id": g.request_id}}, 500)

    @app.errorhandler(DataError)
    def unkeepable(error: DataError) -> tuple[dict[str, Any], int]:
        log.warning("unkeepable_value", error=str(error.orig)[:200])
        return say({"code": "invalid", "fields": {"_schema": ["out_of_range"]}}, 422)

    @app.errorhandler(OperationalError)
    def no_database(error: OperationalError) -> tuple[dict[str, Any], int]:
        log.error("database_unavailable", error=str(error.orig)[:200])
        return say({"code": "unavailable", "detail": {"request_id": g.request_id}}, 503)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[dict[str, Any], int]:
        status = error.code or 500
        messages = (getattr(error, "data", None) or {}).get("messages")
        if status == 422 and isinstance(messages, dict):
            fields: dict[str, Any] = {}
            for location in messages.values():
                fields.update(location if isinstance(location, dict) else {"_schema": location})
            return say({"code": "invalid", "fields": fields}, 422)
        if status == 400 and messages:
            return say({"code": "not_json", "detail": {}}, 400)
        return say({"code": HTTP_CODES.get(status, "http_error"), "detail": {}}, status)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[dict[str, Any], int]:
        log.error("unexpected_error", exc_info=error)
        return say({"code": "internal", "detail": {"request_id": g.request_id}}, 500)
