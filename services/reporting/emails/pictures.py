"""The pictures in the mail, drawn once for all who get it.

matplotlib is imported inside the functions: it takes seconds and 60 MB that only the job that mails a report needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from services.reporting.emails.view import day, region
from services.reporting.emails.words import CODES, HEADINGS, TABLES, Words

NOW, BEFORE, ALARM = "#2f6fde", "#b8c4d6", "#d6493e"
REGIONS_DRAWN = 10
WIDTH, HEIGHT, DPI = 7.2, 2.7, 110

Figures = Mapping[str, Any]


def draw_pictures(figures: Figures) -> dict[str, bytes]:
    """The pictures as PNG: ``trend`` (each day), ``groups`` (tiers and channels), ``regions``."""
    return {"trend": _trend(figures), "groups": _groups(figures), "regions": _regions(figures)}


def _trend(figures: Figures) -> bytes:
    from matplotlib.dates import DateFormatter

    sheet, [axis] = _sheet(1, HEIGHT)
    days = [day(row["day"]) for row in figures["by_day"]]
    for kind, colour in (("feedback", NOW), ("complaint", ALARM)):
        values = [row[kind] for row in figures["by_day"]]
        label = _both(CODES["kind"][kind])
        axis.plot(days, values, color=colour, linewidth=1.6, marker="o", markersize=2.5, label=label)
    axis.set_ylim(bottom=0)
    axis.xaxis.set_major_formatter(DateFormatter("%m-%d"))  # type: ignore[no-untyped-call]
    _title(axis, HEADINGS["trend"])
    return _png(sheet)


def _groups(figures: Figures) -> bytes:
    sheet, axes = _sheet(2, HEIGHT)
    for axis, name in zip(axes, ("tier", "channel"), strict=True):
        rows = figures[f"by_{name}"]
        _bars(axis, TABLES[name], [_both(CODES[name][row["key"]], "\n") for row in rows], rows)
    return _png(sheet)


def _regions(figures: Figures) -> bytes:
    rows = figures["by_region"][:REGIONS_DRAWN]
    sheet, [axis] = _sheet(1, 1.1 + 0.3 * max(len(rows), 2))
    _bars(axis, TABLES["region"], [region(row["key"]).zh for row in rows], rows)
    return _png(sheet)


def _bars(axis: Any, title: Words, labels: Sequence[str], rows: Sequence[Mapping[str, int]]) -> None:
    """Both periods side by side, the first row on top."""
    for side, name, colour, shift in (("now", "now", NOW, -0.2), ("before", "previous", BEFORE, 0.2)):
        places = [place + shift for place in range(len(rows))]
        axis.barh(places, [row[side] for row in rows], 0.38, color=colour, label=_both(HEADINGS[name]))
    axis.set_yticks(range(len(rows)), labels)
    axis.invert_yaxis()
    _title(axis, title)


def _sheet(panels: int, height: float) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sheet = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(sheet)
    return sheet, sheet.subplots(1, panels, squeeze=False)[0]


def _png(sheet: Any) -> bytes:
    """The finished sheet: one legend below, every text in the font that has Chinese."""
    for axis in sheet.axes:
        axis.spines[["top", "right"]].set_visible(False)
        for label in (*axis.get_xticklabels(), *axis.get_yticklabels()):
            label.set_fontproperties(_font(8))
    lines, names = sheet.axes[0].get_legend_handles_labels()
    sheet.legend(lines, names, loc="outside lower center", ncols=2, frameon=False, prop=_font(8))
    out = BytesIO()
    sheet.savefig(out, format="png")
    return out.getvalue()


def _title(axis: Any, words: Words) -> None:
    axis.set_title(_both(words), fontproperties=_font(10), loc="left")


def _font(size: float) -> Any:
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=str(sans_path()), size=size)


def _both(words: Words, between: str = " ") -> str:
    return f"{words.zh}{between}{words.en}".strip()
