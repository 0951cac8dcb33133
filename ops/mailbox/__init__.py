"""The mail catcher of one machine: takes every email by SMTP, delivers none, shows them in the browser."""

import logging
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from aiosmtpd.controller import Controller
from werkzeug.serving import make_server

from ops.mailbox.emails import Emails
from ops.mailbox.page import create_page
from ops.mailbox.post import PostOffice


def serve(environ: Mapping[str, str]) -> None:
    """Run until SIGTERM. Reads SMTP_LISTEN and LISTEN (host:port) and GUANXI_HOME, below which the emails are kept."""
    emails = Emails(Path(environ.get("GUANXI_HOME") or "var") / "mail")
    host, _, port = environ.get("SMTP_LISTEN", "127.0.0.1:8012").rpartition(":")
    post = Controller(PostOffice(emails), hostname=host, port=int(port), enable_SMTPUTF8=True)
    host, _, port = environ.get("LISTEN", "127.0.0.1:8013").rpartition(":")
    web = make_server(host, int(port), create_page(emails, port=int(port)), threaded=True)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # no line for every page
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    post.start()
    try:
        web.serve_forever()
    finally:
        post.stop()
        web.server_close()
