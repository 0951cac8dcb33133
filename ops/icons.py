"""Make the font of icons that the pages load: of the five thousand of Tabler's font only those that our pages name.

A tenth of a second of a slow line instead of three; run again when a page is newer (Makefile), and in the image.
"""

from __future__ import annotations

import re
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

from ops.npm import ROOT

GATEWAY = ROOT / "gateway"
TABLER = GATEWAY / "static" / "vendor" / "@tabler" / "icons-webfont"
ICONS = GATEWAY / "static" / "vendor" / "icons"
RULE = re.compile(r"\.ti-([a-z0-9-]+):before\{content:\"\\([0-9a-f]+)\"\}")
NAMED = re.compile(r"(?:[\"']|\bti-)([a-z][a-z0-9-]*)(?=[\"' ])")
LOOK = (
    '@font-face{font-family:"tabler-icons";font-style:normal;font-weight:400;font-display:block;'
    'src:url("icons.woff") format("woff")}'
    '.ti{font-family:"tabler-icons"!important;font-style:normal;font-weight:normal;line-height:1;speak:none;'
    "-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale}"
)


def icons_of(stylesheet: str) -> dict[str, int]:
    """The code point of each icon that a stylesheet of Tabler's names."""
    return {name: int(code, 16) for name, code in RULE.findall(stylesheet)}


def words_of(folder: Path) -> set[str]:
    """Every word of the pages, their scripts and modules that could be the name of an icon."""
    sources = [path for ending in ("html", "py", "js") for path in folder.rglob(f"*.{ending}")]
    ours = (path for path in sources if "vendor" not in path.parts and "generated" not in path.parts)
    return {word for path in ours for word in NAMED.findall(path.read_text(encoding="utf-8"))}


def make_icons() -> None:
    """Write the font and its stylesheet."""
    known = icons_of((TABLER / "tabler-icons.min.css").read_text(encoding="utf-8"))
    named = {name: known[name] for name in sorted(known.keys() & words_of(GATEWAY))}
    options = Options(flavor="woff", hinting=False, layout_features=[])
    font = load_font(str(TABLER / "fonts" / "tabler-icons.woff"), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=named.values())
    subsetter.subset(font)
    ICONS.mkdir(parents=True, exist_ok=True)
    save_font(font, str(ICONS / "icons.woff"), options)
    rules = "".join(f'.ti-{name}:before{{content:"\\{code:x}"}}' for name, code in named.items())
    (ICONS / "icons.css").write_text(LOOK + rules, encoding="utf-8")
    print(f"{len(named)} icons of {len(known)}", flush=True)


if __name__ == "__main__":
    make_icons()
