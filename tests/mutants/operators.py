"""What a mutant may differ in: a choice of Cosmic Ray's operators, and what rules are made of in this house.

Of Cosmic Ray's 213 those that turn a rule into another rule: a boundary, a number, a condition, a default. Left out is
what only makes nonsense (``a >> b`` for ``a + b``), which every test kills and which would flatter the score. Ours take
something away (a statement, an argument, an operand: one condition of a WHERE, one of two who may) or change a word
of SQL inside a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import Any

import parso
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.operators.provider import OperatorProvider

Places = Iterable[tuple[tuple[int, int], tuple[int, int]]]


class _Own(Operator):
    """One of ours: what it leaves of a node is written as text and read again."""

    @classmethod
    def examples(cls) -> Iterable[Example]:
        return ()

    def mutation_positions(self, node: Any) -> Places:
        return [(place.start_pos, place.end_pos) for place, _ in self.mutants(node)]

    def mutate(self, node: Any, index: int) -> Any:
        prefix = node.get_first_leaf().prefix
        return parso.parse(prefix + list(self.mutants(node))[index][1])

    def mutants(self, node: Any) -> Iterator[tuple[Any, str]]:
        """Each place in the node with what the node's text becomes without it."""
        raise NotImplementedError


def _text(node: Any) -> str:
    return str(node.get_code(include_prefix=False))


class DropStatement(_Own):
    """Do not call, raise, count up or set an attribute."""

    def mutants(self, node: Any) -> Iterator[tuple[Any, str]]:
        if node.type == "simple_stmt" and parso.tree.search_ancestor(node, "funcdef") is not None:
            statement = node.children[0]
            sets = statement.type == "expr_stmt" and (
                statement.children[0].type == "atom_expr" or str(statement.children[1]).endswith("=")
            )
            if statement.type in ("atom_expr", "raise_stmt") or sets:
                yield statement, "pass\n"


class DropArgument(_Own):
    """Leave a named argument out of a call, or one of several conditions."""

    CONDITIONS = re.compile(r"\b(where|and_|or_|filter|having|order_by|join|outerjoin|on)$")

    def mutants(self, node: Any) -> Iterator[tuple[Any, str]]:
        if node.type == "arglist":
            before = node.parent.get_previous_sibling()
            called = before is not None and self.CONDITIONS.search(_text(before))
            for left_out, kept in _each_left_out(node):
                if called or (left_out.type == "argument" and left_out.children[0].type == "name"):
                    yield left_out, kept


class DropElement(_Own):
    """Leave one out of a written set, list, tuple or table."""

    def mutants(self, node: Any) -> Iterator[tuple[Any, str]]:
        if node.type in ("dictorsetmaker", "testlist_comp") and "comp_for" not in node.children[-1].type:
            yield from _each_left_out(node)


def _each_left_out(node: Any) -> Iterator[tuple[Any, str]]:
    """Each of what stands between commas, with the text of the others."""
    parts: list[list[Any]] = [[]]
    for child in node.children:
        if child.type == "operator" and child.value == ",":
            parts.append([])
        else:
            parts[-1].append(child)
    given = [part for part in parts if part]
    comma = "," if not parts[-1] or (node.type == "testlist_comp" and len(given) == 2) else ""
    for left_out in given if len(given) > 1 else ():
        kept = ",".join("".join(each.get_code() for each in part) for part in given if part is not left_out)
        yield left_out[0], kept.lstrip() + comma


class DropOperand(_Own):
    """Ask for one condition less: of ``and``, ``or``, ``&`` and ``|``."""

    def mutants(self, node: Any) -> Iterator[tuple[Any, str]]:
        if node.type in ("and_test", "or_test", "and_expr", "expr"):
            operator = node.children[1].value
            for left_out in node.children[::2]:
                kept = [_text(child) for child in node.children[::2] if child is not left_out]
                yield left_out, f" {operator} ".join(kept)


class NegateIn(_Own):
    """``in`` for ``not in``, and the other way."""

    def mutants(self, node: Any) -> Iterator[tuple[Any, str]]:
        if node.type == "comparison" and len(node.children) == 3:
            left, operator, right = node.children
            found = _text(operator)
            if found in ("in", "not in"):
                yield operator, f"{_text(left)} {'in' if found == 'not in' else 'not in'} {_text(right)}"


class ChangeSql(_Own):
    """Another comparison, connection, join or order in a text of SQL."""

    SQL = re.compile(r"\b(SELECT|FROM|WHERE|JOIN|AND|WHEN|CASE|UPDATE|INSERT|ORDER BY|GROUP BY)\b")
    WORDS = {
        ">=": ">",
        "<=": "<",
        " > ": " >= ",
        " < ": " <= ",
        " = ": " <> ",
        " <> ": " = ",
        " AND ": " OR ",
        " OR ": " AND ",
        "IS NULL": "IS NOT NULL",
        "IS NOT NULL": "IS NULL",
        "LEFT JOIN": "JOIN",
        "NOT EXISTS": "EXISTS",
        "greatest(": "least(",
        "least(": "greatest(",
        "coalesce(": "nullif(",
        " DESC": " ASC",
        " + ": " - ",
        " - ": " + ",
    }
    ANY = re.compile("|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True)))

    def mutation_positions(self, node: Any) -> Places:
        if node.type in ("string", "fstring_string") and self.SQL.search(node.value):
            for found in self.ANY.finditer(node.value):
                line, column = node.start_pos
                before = node.value[: found.start()].split("\n")
                place = line + len(before) - 1, len(before[-1]) + (column if len(before) == 1 else 0)
                yield place, place

    def mutate(self, node: Any, index: int) -> Any:
        found = list(self.ANY.finditer(node.value))[index]
        node.value = node.value[: found.start()] + self.WORDS[found[0]] + node.value[found.end() :]
        return node


def _names() -> Iterator[str]:
    yield from ("AddNot", "NumberReplacer", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceTrueWithFalse")
    yield from ("ReplaceFalseWithTrue", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop")
    yield from ("RemoveDecorator", "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub")
    yield from ("ReplaceUnaryOperator_Delete_Invert",)
    yield from (f"ReplaceComparisonOperator_{a}_{b}" for a, b in permutations(("Eq", "NotEq"), 2))
    yield from (f"ReplaceComparisonOperator_{a}_{b}" for a, b in permutations(("Lt", "LtE", "Gt", "GtE"), 2))
    yield from (f"ReplaceComparisonOperator_{a}_{b}" for a, b in permutations(("Is", "IsNot"), 2))
    for pair in (("Add", "Sub"), ("Mul", "Div"), ("BitAnd", "BitOr")):
        yield from (f"ReplaceBinaryOperator_{a}_{b}" for a, b in permutations(pair, 2))


_theirs = OperatorProvider()
OPERATORS: dict[str, Operator] = {name: _theirs[name]() for name in _names()} | {
    kind.__name__: kind() for kind in (DropStatement, DropArgument, DropElement, DropOperand, NegateIn, ChangeSql)
}
