"""A robot of a vendor's, played by a server with a certificate of its own: nothing of ours is played, and no message
leaves the machine."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask, Response, request
from werkzeug.serving import make_server

HOST = "robots.example.com"


@dataclass
class Robot:
    """``heard``: the requests so far, as (address, body). ``answer``: what it says next."""

    port: int
    trust: ssl.SSLContext
    heard: list[tuple[str, Any]] = field(default_factory=list)
    answer: tuple[int, str, dict[str, str]] = (200, '{"errcode": 0}', {})

    @property
    def texts(self) -> list[str]:
        """The texts that it has got."""
        return [(body.get("text") or {}).get("content") or body["content"]["text"] for _, body in self.heard]


@contextmanager
def play_robot(folder: Path) -> Iterator[Robot]:
    """A robot that listens on this machine as HOST."""
    certificate, key = _certificate(folder)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate, key)
    app = Flask("robot")
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=served)
    robot = Robot(server.server_port, ssl.create_default_context(cafile=str(certificate)))

    @app.route("/<path:path>", methods=["GET", "POST"])
    def hear(path: str) -> Response:
        robot.heard.append((request.full_path.rstrip("?"), request.get_json()))
        status, body, headers = robot.answer
        return Response(body, status, headers, content_type="application/json")

    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of HOST that it has signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "robot.pem", folder / "robot.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
