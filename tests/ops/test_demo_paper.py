"""The made-up paper form of the demo is a picture that can be attached, with a line for each field."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from ops.demo.paper import paper_form
from ops.demo.waiting import HANDED_IN, ON_PAPER


def height_of(content: bytes) -> int:
    with Image.open(BytesIO(content)) as picture:
        assert picture.format == "JPEG"
        return picture.height


def test_a_form_is_a_jpeg_that_grows_with_its_lines() -> None:
    short, long = (paper_form("客户登记表", lines) for lines in (HANDED_IN, ON_PAPER))
    assert height_of(short) < height_of(long)
    assert len(long) < 500_000
