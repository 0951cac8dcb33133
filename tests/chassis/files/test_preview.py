"""Pictures and PDFs, drawn anew."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from chassis.errors import NotFound
from chassis.files import preview as previews
from chassis.files.preview import NoPreview, pages_of, preview


def drawn(picture: Image.Image, kind: str, **more: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **more)
    return written.getvalue()


def test_a_photo_is_shown_as_it_was_held_and_says_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera"
    photo = drawn(Image.new("RGB", (40, 20)), "JPEG", exif=exif)
    seen = Image.open(io.BytesIO(preview(photo, "image/jpeg", 1)))
    assert (seen.size, dict(seen.getexif())) == ((20, 40), {})


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_depth_of_colour_are_shown(mode: str) -> None:
    content = drawn(Image.new(mode, (8, 8)), "TIFF")
    assert preview(content, "image/tiff", 1).startswith(b"RIFF")


def test_a_picture_has_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    content = drawn(Image.new("RGB", (8, 8)), "PNG")
    with pytest.raises(NotFound):
        preview(content, "image/png", 2)


def test_a_picture_that_is_larger_than_any_camera_makes_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = drawn(Image.new("RGB", (10, 10)), "PNG")
    monkeypatch.setattr(previews, "MOST_PIXELS", 100)
    assert pages_of(content, "image/png") == 1
    monkeypatch.setattr(previews, "MOST_PIXELS", 99)
    assert pages_of(content, "image/png") == 0
    with pytest.raises(NoPreview):
        preview(content, "image/png", 1)


def test_half_a_picture_is_refused_and_not_shown_as_half() -> None:
    content = drawn(Image.effect_noise((200, 200), 50).convert("RGB"), "JPEG")
    with pytest.raises(NoPreview):
        preview(content[: len(content) // 2], "image/jpeg", 1)
