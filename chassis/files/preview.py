"""Pictures and PDFs as they are looked at in a page: drawn anew here, so that nothing a stranger made reaches a
browser, and nothing that a camera wrote into a photo (where it was taken) goes along."""

from __future__ import annotations

from io import BytesIO
from threading import Lock
from typing import Any

from chassis.errors import NotFound, Refused
from chassis.files.kinds import PDF, PICTURES

WIDEST = 1600
"""Pixels of the longer side: enough to read a form by."""
MOST_PIXELS = 80_000_000
"""More than any telephone's camera makes; a picture that says it is larger is not opened."""
QUALITY = 80
MEDIA_TYPE = "image/webp"
_ONE_AT_A_TIME = Lock()  # PDFium is not made for several threads


class NoPreview(Refused):
    """The file cannot be drawn: it is damaged, locked with a password, or too large a picture."""

    code = "no_preview"
    status = 422


def pages_of(content: bytes, media_type: str) -> int:
    """How many pictures show a file: 1 for a picture, its pages for a PDF, none for what can only be fetched."""
    try:
        if media_type in PICTURES:
            _picture(content).verify()
            return 1
        return _count(content) if media_type == PDF else 0
    except NoPreview:
        return 0


def preview(content: bytes, media_type: str, page: int) -> bytes:
    """One page of a file as WebP, counted from 1. Raises NotFound for a page it does not have, NoPreview."""
    if media_type == PDF:
        return _written(_page(content, page))
    if media_type not in PICTURES or page != 1:
        raise NotFound()
    return _written(_upright(_picture(content)))


def _picture(content: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError  # of the thousand papers of a day few are looked at: not at start

    try:
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NoPreview() from error
    if picture.width * picture.height > MOST_PIXELS:
        raise NoPreview()
    return picture


def _upright(picture: Any) -> Any:
    """A photo as it was held."""
    from PIL import ImageOps

    try:
        picture.draft("RGB", (WIDEST * 2, WIDEST * 2))
        return ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError) as error:
        raise NoPreview() from error


def _count(content: bytes) -> int:
    with _ONE_AT_A_TIME:
        document = _document(content)
        try:
            return len(document)
        finally:
            document.close()


def _page(content: bytes, number: int) -> Any:
    from pypdfium2 import PdfiumError

    with _ONE_AT_A_TIME:
        document = _document(content)
        try:
            if not 1 <= number <= len(document):
                raise NotFound()
            page = document[number - 1]
            longer = max(page.get_width(), page.get_height(), 1.0)
            return page.render(scale=WIDEST / longer, may_draw_forms=False).to_pil()
        except PdfiumError as error:
            raise NoPreview() from error
        finally:
            document.close()


def _document(content: bytes) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(content)
    except PdfiumError as error:
        raise NoPreview() from error


def _written(picture: Any) -> bytes:
    try:
        picture.thumbnail((WIDEST, WIDEST))
        kept = (
            picture
            if picture.mode in {"RGB", "RGBA", "L"}
            else picture.convert("RGBA" if "A" in picture.mode else "RGB")
        )
        written = BytesIO()
        kept.save(written, "WEBP", quality=QUALITY)
    except (OSError, ValueError, SyntaxError) as error:
        raise NoPreview() from error
    return written.getvalue()
