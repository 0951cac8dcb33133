"""Files of cases as people send them."""

from __future__ import annotations

import io

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from chassis.testing.service import Caller

HEAD = "received_at,customer_code,channel,kind,content"
GOOD = ("2026-10-19 21:21,C1,phone,complaint,送餐太慢", "2026-10-20 08:00,C1,web,feedback,很好")


def lines(*rows: str, encoding: str = "utf-8-sig") -> bytes:
    return "".join(row + "\r\n" for row in rows).encode(encoding)


def send(caller: Caller, content: bytes, name: str = "cases.csv") -> TestResponse:
    boundary, form = encode_multipart({"file": FileStorage(io.BytesIO(content), name)})
    return caller.post("/cases/file", data=form, content_type=f"multipart/form-data; boundary={boundary}")
