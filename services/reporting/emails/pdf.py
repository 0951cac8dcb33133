"""The report as a PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("report.typ")


def render_pdf(view: dict[str, Any]) -> bytes:
    """Lay a report out for paper. typst is imported here, where it is needed."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path

    made = typst.compile(
        TEMPLATE,
        font_paths=[sans_path().parent],
        ignore_system_fonts=True,
        sys_inputs={"view": json.dumps(view, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)  # one document, one file
    return made
