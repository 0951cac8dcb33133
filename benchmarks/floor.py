"""The floors that requests are measured against: Flask and one query on a kept connection, nothing else; and the same
behind a proxy that only passes on, as the gateway does."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import psycopg
import urllib3
from flask import Flask, Response, jsonify
from psycopg.rows import dict_row

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def create_proxy() -> WSGIApplication:
    """The smallest api there can be: asks ``FLOOR_URL`` and answers the same."""
    pool = urllib3.connection_from_url(os.environ["FLOOR_URL"])

    def api(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = pool.request("GET", environ["PATH_INFO"])
        start_response(f"{answer.status} OK", [("Content-Type", "application/json")])
        return [answer.data]

    return api


def create_app() -> Flask:
    """The smallest service there can be on the same table."""
    app = Flask("floor")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    kept: dict[str, Any] = {}

    def connection() -> psycopg.Connection[dict[str, Any]]:
        if "one" not in kept:
            kept["one"] = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, row_factory=dict_row)
        one: psycopg.Connection[dict[str, Any]] = kept["one"]
        return one

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/customer/<id>")
    def by_id(id: str) -> Response:
        return jsonify(connection().execute("SELECT * FROM customer WHERE id = %s", [id]).fetchone())

    @app.get("/newest")
    def newest() -> Response:
        columns = "id, version, code, kind, name, status, tier, region, industry, mobile, owner_id, created_at"
        rows = connection().execute(f"SELECT {columns} FROM customer ORDER BY id DESC LIMIT 50").fetchall()
        return jsonify(items=rows)

    return app
