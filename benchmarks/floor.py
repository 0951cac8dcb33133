"""The floor that requests are measured against: Flask and one query on a kept connection, nothing else."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from flask import Flask, Response, jsonify
from psycopg.rows import dict_row


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
