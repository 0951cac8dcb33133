"""A paper form as somebody has photographed it: made up, for the demo company."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, LINE, EDGE = 900, 76, 60
PAPER, INK, PEN, RULE = "#fbf8ef", "#333333", "#1d3b8f", "#b8b09a"


def paper_form(title: str, lines: Sequence[tuple[str, str]]) -> bytes:
    """A JPEG of a form: printed names of fields, and what is written into them."""
    from pylopdf_fonts_zh_cn import sans_path

    printed, written = (ImageFont.truetype(str(sans_path()), size) for size in (26, 32))
    height = EDGE * 2 + LINE * (len(lines) + 2)
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((EDGE, EDGE), title, INK, ImageFont.truetype(str(sans_path()), 40))
    for number, (name, value) in enumerate(lines):
        top = EDGE + LINE * (number + 2)
        draw.text((EDGE, top), name, INK, printed)
        draw.text((EDGE + 220, top - 6), value, PEN, written)
        draw.line((EDGE + 210, top + 44, WIDTH - EDGE, top + 44), RULE, 2)
    kept = BytesIO()
    picture.rotate(0.6, expand=True, fillcolor="#d9d5cb").save(kept, "JPEG", quality=82)
    return kept.getvalue()
