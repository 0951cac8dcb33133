"""Addresses of static files that change when the file does, so that a browser may keep them for a year."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Flask, url_for


def register_assets(app: Flask) -> None:
    """Give templates the addresses of static files."""
    folder = Path(app.static_folder or "")

    @cache
    def stamp_of(path: str) -> str:
        file = folder / path
        return f"{file.stat().st_mtime_ns:x}" if file.exists() else "0"

    @app.template_global()
    def asset(path: str) -> str:
        """The address of a file of the static folder."""
        return url_for("static", filename=path, v=stamp_of(path))

    @app.template_global()
    def vendor(path: str) -> str:
        """The address of a file of a page-asset package: package/path."""
        return asset(f"vendor/{path}")
