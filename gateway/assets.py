"""Static files: addresses that change when a file does, so that a browser may keep them for a year, and few bytes.

Only these are compressed. A page is not: it holds what somebody typed beside what is secret, and how well the two
compress
together tells of the secret (BREACH).
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

COMPRESSED = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}
SMALLEST = 1_000
"""Bytes; a file below that does not become smaller on its way."""


def register_assets(app: Flask) -> None:
    """Give templates the addresses of static files, and send those compressed that become smaller by it."""
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

    @app.after_request
    def compress(response: Response) -> Response:
        if request.endpoint != "static" or response.mimetype not in COMPRESSED:
            return response
        response.vary.add("Accept-Encoding")
        file = folder / (request.view_args or {})["filename"]
        whole = response.status_code == 200 and request.method == "GET"
        if not whole or not request.accept_encodings["gzip"] or file.stat().st_size < SMALLEST:
            return response
        response.response.close()  # type: ignore[union-attr]  # the open file
        response.direct_passthrough = False
        response.set_data(_compressed(file, file.stat().st_mtime_ns))
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(response.get_etag()[0] or "", weak=True)  # the same text, other bytes
        return response


@lru_cache(maxsize=100)
def _compressed(file: Path, stamp: int) -> bytes:
    """The bytes of a file, compressed once a process; ``stamp``: when it was written."""
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)
