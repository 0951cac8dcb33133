"""Small insertions into source, at places that are found by what they mean, not by their line.

Each function here makes an edit: text -> text. What stands there already is left alone, so an edit made twice is made
once. A place that is not there raises LookupError with its name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from ops.new.tree import Edit

FUTURE = "from __future__ import annotations\n"


def importing(line: str) -> Edit:
    """An import among the others; the formatter gives it its place."""

    def edit(text: str) -> str:
        if re.search(f"^{re.escape(line)}$", text, re.MULTILINE):
            return text
        if FUTURE in text:
            return text.replace(FUTURE, f"{FUTURE}\n{line}\n", 1)
        first = next((node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)), None)
        if first is None:
            raise LookupError("there are no imports")
        return _inserted(text, first.lineno, 0, f"{line}\n")

    return edit


def adding(path: str, *entries: str) -> Edit:
    """Entries at the end of a tuple, list, set or dict, or of a call's arguments. ``path``: the name it is assigned to,
    then keys, keywords or elements (a call with this as its first argument), dotted: ``WORDS.choices.permission``."""

    def edit(text: str) -> str:
        for entry in entries:
            text = _added(text, path, entry)
        return text

    return edit


def before(path: str, element: str, entry: str) -> Edit:
    """An entry before an element of a collection that is a call with ``element`` as its first argument."""

    def edit(text: str) -> str:
        tree = ast.parse(text)
        parts = _parts(_node(tree, path))
        if _same(entry) in {_same(ast.unparse(part)) for part in parts}:
            return text
        found = next((part for part in parts if _named(part) == element), None)
        if found is None:
            raise LookupError(f"no place before {element} in {path}")
        return _inserted(text, found.lineno, found.col_offset, f"{entry}, ")

    return edit


def member(kind: str, *lines: str) -> Edit:
    """Lines at the end of a class."""

    def edit(text: str) -> str:
        classes = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef) and node.name == kind]
        if not classes:
            raise LookupError(f"no class {kind}")
        wanted = [line for line in lines if f"    {line}\n" not in text]
        end = classes[0].body[-1].end_lineno or 0
        return _inserted(text, end + 1, 0, "\n" + "".join(f"    {line}\n" for line in wanted)) if wanted else text

    return edit


def after_line(anchor: str, lines: str) -> Edit:
    """Whole lines after the only place where a line is like this pattern; at the last one with ``last:`` before it."""
    pattern = re.compile(f"^{anchor.removeprefix('last:')}\n", re.MULTILINE)

    def edit(text: str) -> str:
        if lines in text:
            return text
        found = list(pattern.finditer(text))
        if not found or (len(found) > 1 and not anchor.startswith("last:")):
            raise LookupError(f"no single line like {anchor}")
        end = found[-1].end()
        return text[:end] + lines + text[end:]

    return edit


def _added(text: str, path: str, entry: str) -> str:
    node = _node(ast.parse(text), path)
    parts = _parts(node)
    if _same(entry) in {_same(part) for part in _sources(node)}:
        return text
    if parts:
        last = parts[-1]
        return _inserted(text, last.end_lineno or 0, last.end_col_offset or 0, f", {entry}")
    closing = (node.end_lineno or 0, (node.end_col_offset or 0) - 1)
    return _inserted(text, *closing, f"{entry},")


def _node(tree: ast.Module, path: str) -> ast.expr:
    name, *steps = path.split(".")
    node = next((value for target, value in _assigned(tree) if target == name), None)
    for step in steps:
        node = None if node is None else _inside(_unwrapped(node), step)
    if node is None:
        raise LookupError(f"no place {path}")
    return _unwrapped(node)


def _assigned(tree: ast.Module) -> Iterable[tuple[str, ast.expr]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value


def _unwrapped(node: ast.expr) -> ast.expr:
    """What ``frozenset({...})`` holds."""
    match node:
        case ast.Call(func=ast.Name(id="frozenset" | "tuple"), args=[inner]):
            return inner
    return node


def _inside(node: ast.expr, step: str) -> ast.expr | None:
    if isinstance(node, ast.Dict):
        found = zip(node.keys, node.values, strict=True)
        return next((value for key, value in found if key is not None and _text(key) == step), None)
    if isinstance(node, ast.Call):
        keyword = next((each.value for each in node.keywords if each.arg == step), None)
        return keyword or (node.args[int(step)] if step.isdigit() else None)
    return next((part for part in _parts(node) if _named(part) == step), None)


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.Call):
        return [*node.args, *(keyword.value for keyword in node.keywords)]
    return list(getattr(node, "elts", ()))


def _sources(node: ast.expr) -> list[str]:
    """The parts as they are written; of a dict with their keys."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return [f"{ast.unparse(key)}: {ast.unparse(value)}" for key, value in pairs if key is not None]
    return [ast.unparse(part) for part in _parts(node)]


def _named(node: ast.expr) -> str:
    return _text(node.args[0]) if isinstance(node, ast.Call) and node.args else ""


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)


def _same(source: str) -> str:
    """Source without what the formatter decides."""
    return re.sub(r"\s+|,(?=\s*[)\]}])", "", source).replace("'", '"')


def _inserted(text: str, line: int, column: int, what: str) -> str:
    """``what`` at a place as syntax trees count: lines from 1, columns in bytes."""
    lines = text.splitlines(keepends=True)
    at = lines[line - 1].encode() if line <= len(lines) else b""
    changed = (at[:column] + what.encode() + at[column:]).decode()
    return "".join([*lines[: line - 1], changed, *lines[line:]])
