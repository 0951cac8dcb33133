# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What the activity service answers, and what it takes."""

from __future__ import annotations
