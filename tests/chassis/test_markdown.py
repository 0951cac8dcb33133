"""Markdown is shown as what it means; what could run or fetch something is shown as the text that it is."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from chassis.markdown import Block, BlockKind, Span, blocks_of, html_of, text_of


class Elements(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))


TEXT = """# 概况

本月投诉**集中**在配送。
第二行

- 周末
  - 晚间
1. 加人
"""


def test_headings_emphasis_lines_and_lists_are_shown_as_such() -> None:
    html = html_of(TEXT)
    assert "<h4>概况</h4>" in html
    assert "<strong>集中</strong>" in html
    assert "<br>" in html
    assert html.count("<ul>") == 2
    assert "<ol>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "![x](https://elsewhere.example/x.png)",
        "<a href='https://x.example' style='position:fixed'>x</a>",
        "<javascript:alert(1)>",
    ],
)
def test_nothing_in_it_runs_or_is_fetched(text: str) -> None:
    found = Elements()
    found.feed(html_of(text))
    assert {tag for tag, _ in found.seen} <= {"p", "a"}
    for _, attributes in found.seen:
        assert set(attributes) <= {"href", "rel"}
        assert attributes.get("href", "https:").startswith("https:")


def test_a_link_says_nothing_of_where_it_was_followed_from() -> None:
    assert html_of("[x](https://x.example)") == ('<p><a href="https://x.example" rel="noopener noreferrer">x</a></p>\n')


def test_a_line_that_is_set_in_is_an_ordinary_one_and_a_line_of_dashes_makes_no_heading() -> None:
    assert html_of("    空四格") == "<p>空四格</p>\n"
    assert "<h" not in html_of("小结\n---").replace("<hr>", "")


def test_blocks_say_what_is_to_be_laid_out() -> None:
    assert blocks_of(TEXT) == [
        Block(BlockKind.HEADING, (Span("概况"),)),
        Block(
            BlockKind.PARAGRAPH,
            (Span("本月投诉"), Span("集中", strong=True), Span("在配送。"), Span("\n"), Span("第二行")),
        ),
        Block(BlockKind.ITEM, (Span("周末"),), "•", 1),
        Block(BlockKind.ITEM, (Span("晚间"),), "•", 2),
        Block(BlockKind.ITEM, (Span("加人"),), "1.", 1),
    ]


def test_code_quotations_and_rules_are_blocks_too() -> None:
    assert blocks_of("> *引*\n\n```\na = 1\n```\n\n***") == [
        Block(BlockKind.PARAGRAPH, (Span("引", emphasis=True),), depth=1),
        Block(BlockKind.CODE, (Span("a = 1"),)),
        Block(BlockKind.RULE),
    ]


def test_plain_text_keeps_the_lines_and_what_stands_before_items() -> None:
    assert text_of(TEXT) == "概况\n本月投诉集中在配送。\n第二行\n• 周末\n  • 晚间\n1. 加人"
    assert text_of("") == ""
    assert text_of("一\n\n***") == "一\n--------"
