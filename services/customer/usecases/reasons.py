"""Why something was done, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why something was done; empty where one does not have to say."""

    reason: str = ""
