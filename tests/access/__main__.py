"""``python -m tests.access`` draws docs/access.md anew."""

from tests.access.rendering import PAGE, page

PAGE.write_text(page(), encoding="utf-8")
