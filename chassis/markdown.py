"""What people write in Markdown: as safe HTML, as blocks for whoever lays them out, as plain text.

What they wrote is kept as it is and made into these when it is read. HTML in it stays text, and pictures are not
fetched. A line stays a line, and one that is set in by spaces stays an ordinary one: most who write know no Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h4", "h5", "h6"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
LOWEST, HIGHEST = 6, 3
"""Headings stand below those of the page: the first kind is the fourth there."""
BULLET = "•"


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CODE = "code"
    RULE = "rule"


@dataclass(frozen=True)
class Span:
    """Some words of one look; a line break is a span of its own, ``\\n``."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, an item of a list, a piece of code or a rule. ``mark``: what stands before an item, empty
    from its second paragraph on; ``depth``: how many lists and quotations it stands in."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    mark: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


def html_of(text: str) -> str:
    """The text as HTML in which nothing runs and nothing is fetched."""
    tokens = _parser().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + HIGHEST, LOWEST)}"
    written = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(written, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def blocks_of(text: str) -> list[Block]:
    """The text as blocks, in their order."""
    return list(_blocks(_parser().parse(text)))


def text_of(text: str) -> str:
    """The text without its marks, a line a block and each item behind its bullet or number."""
    return "\n".join(_line(block) for block in blocks_of(text))


def _line(block: Block) -> str:
    if block.kind is BlockKind.RULE:
        return "--------"
    return "  " * max(block.depth - 1, 0) + (f"{block.mark} " if block.mark else "") + block.text


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.disable(["image", "html_block", "html_inline", "code", "lheading", "reference"])


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    kind, depth, mark, items = BlockKind.PARAGRAPH, 0, "", 0
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open" | "blockquote_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close" | "blockquote_close":
                depth -= 1
            case "list_item_open":
                items += 1
                mark = f"{token.info}{token.markup}" if token.info else BULLET
            case "list_item_close":
                items -= 1
            case "heading_open":
                kind = BlockKind.HEADING
            case "inline":
                kind = BlockKind.ITEM if items and kind is BlockKind.PARAGRAPH else kind
                yield Block(kind, tuple(_spans(token.children or [])), mark, depth)
                kind, mark = BlockKind.PARAGRAPH, ""
            case "fence":
                yield Block(BlockKind.CODE, (Span(token.content.rstrip("\n")),), mark, depth)
                mark = ""
            case "hr":
                yield Block(BlockKind.RULE, (), "", depth)


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    strong = emphasis = 0
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "softbreak" | "hardbreak":
                yield Span("\n")
            case _ if token.content:
                yield Span(token.content, strong > 0, emphasis > 0)
