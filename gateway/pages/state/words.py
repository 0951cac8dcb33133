"""The words of the system's state."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "feed_status": {
            "new": _l("New"),
            "ok": _l("Good"),
            "rewind": _l("Catching up"),
            "retrying": _l("Trying again"),
            "parked": _l("Parked"),
            "forked": _l("Another log: repair needed"),
            "broken": _l("Broken: repair needed"),
        },
    },
    colors={
        "feed_status": {
            "ok": "green",
            "rewind": "azure",
            "retrying": "yellow",
            "parked": "red",
            "forked": "red",
            "broken": "red",
        },
    },
)
