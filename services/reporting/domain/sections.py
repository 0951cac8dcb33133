"""What the author of a report writes: three sections, in this order."""

from __future__ import annotations

SECTIONS = ("what_happened", "why", "proposal")
LONGEST = 20_000
"""Characters of one section."""
