"""A store that speaks as much S3 as the backups ask for: objects in memory, uploads in parts, lists."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from time import time
from xml.sax.saxutils import escape, unescape

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

NOW = "2026-11-29T00:00:00.000Z"


class Bucket:
    """What it holds, and what was begun and not finished."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}

    @Request.application
    def answer(self, request: Request) -> Response:
        key, asked = request.path.partition("/")[2].partition("/")[2], request.args
        if request.method == "GET" and not key:
            return self._list(asked.get("prefix", ""))
        if request.method == "POST" and "delete" in asked:
            gone = [unescape(key) for key in re.findall(r"<Key>(.*?)</Key>", request.get_data(as_text=True))]
            for each in gone:
                self.objects.pop(each, None)
            return _xml("DeleteResult", "".join(f"<Deleted><Key>{escape(each)}</Key></Deleted>" for each in gone))
        if request.method == "POST" and "uploads" in asked:
            upload = str(len(self.uploads) + 1)
            self.uploads[upload] = {}
            return _xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")
        if request.method == "PUT" and "uploadId" in asked:
            self.uploads[asked["uploadId"]][int(asked["partNumber"])] = request.get_data()
            return Response(headers={"ETag": '"part"'})
        if request.method == "POST" and "uploadId" in asked:
            parts = self.uploads.pop(asked["uploadId"])
            self.objects[key] = b"".join(parts[number] for number in sorted(parts))
            return _xml("CompleteMultipartUploadResult", '<ETag>"whole"</ETag>')
        if request.method == "PUT":
            self.objects[key] = request.get_data()
            return Response(headers={"ETag": '"one"'})
        if request.method == "DELETE":
            self.objects.pop(key, None)
            return Response(status=204)
        return self._get(request, key)

    def _get(self, request: Request, key: str) -> Response:
        if key not in self.objects:
            return _xml("Error", "<Code>NoSuchKey</Code>", 404)
        content = self.objects[key]
        headers = {"ETag": f'"{hashlib.md5(content).hexdigest()}"', "Last-Modified": formatdate(time(), usegmt=True)}
        if request.range is not None and (part := request.range.range_for_length(len(content))):
            headers["Content-Range"] = f"bytes {part[0]}-{part[1] - 1}/{len(content)}"
            return Response(content[part[0] : part[1]], 206, headers)
        return Response(content, 200, headers)

    def _list(self, prefix: str) -> Response:
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{NOW}</LastModified><ETag>x</ETag>"
            f"<Size>{len(content)}</Size></Contents>"
            for key, content in sorted(self.objects.items())
            if key.startswith(prefix)
        )
        return _xml("ListBucketResult", f"<IsTruncated>false</IsTruncated>{rows}")


def _xml(name: str, inside: str, status: int = 200) -> Response:
    return Response(f"<{name}>{inside}</{name}>", status, mimetype="application/xml")


@contextmanager
def serving() -> Iterator[tuple[Bucket, str]]:
    """A bucket at an address of this machine."""
    bucket = Bucket()
    server = make_server("127.0.0.1", 0, bucket.answer, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield bucket, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
