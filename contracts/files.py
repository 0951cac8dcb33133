"""Files with rows that people send: what somebody may say about how one is written."""

from __future__ import annotations

from enum import StrEnum


class TextEncoding(StrEnum):
    """The encodings of text files that can be chosen, where the one that was found is wrong."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"
    BIG5 = "big5"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
