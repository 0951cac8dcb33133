"""Which device a session runs on, as far as its User-Agent says so: enough to recognise one's own."""

from __future__ import annotations

import re

from flask import Flask, request

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("MicroMessenger", "WeChat"),
    ("QQBrowser", "QQ Browser"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What a User-Agent holds -> who that is; the first that fits, since each claims to be those below it."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_PRODUCT = re.compile(r"[\w.-]{1,40}")


def user_agent() -> str:
    """The visitor's browser, as it calls itself."""
    return request.headers.get("User-Agent", "")[:200]


def device_of(user_agent: str | None) -> str:
    """A browser and its system, the name of a program, or nothing when nothing was said."""
    text = user_agent or ""
    named = [next((name for mark, name in table if mark in text), "") for table in (_BROWSERS, _SYSTEMS)]
    if any(named):
        return ", ".join(name for name in named if name)
    product = _PRODUCT.match(text)
    return product[0] if product else ""


def register_devices(app: Flask) -> None:
    """Give templates the filter that names a device."""
    app.add_template_filter(device_of, "device")
