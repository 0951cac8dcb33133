"""Names of what is new: checked, and in every form that code and pages need."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

from ops.new.tree import Refused

SHAPE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
VAGUE = frozenset(
    {
        *("base", "common", "core", "data", "helper", "helpers", "info", "item", "manager", "misc", "thing", "util"),
        *("utils", "value", "entry", "model", "object", "record", "service", "system", "type"),
    }
)
"""Words that say nothing, or have a sense of their own in this house."""


@dataclass(frozen=True)
class Noun:
    """The name of a kind of record. ``name``, ``plural``: in code, singular and plural; ``zh``: as people see it."""

    name: str
    plural: str
    zh: str

    @property
    def en(self) -> str:
        """In a sentence."""
        return self.name.replace("_", " ")

    @property
    def ens(self) -> str:
        """Several, in a sentence."""
        return self.plural.replace("_", " ")

    @property
    def titles(self) -> str:
        """Several, at the beginning of one."""
        return self.ens.capitalize()

    @property
    def a(self) -> str:
        """Its article."""
        return "an" if self.name[0] in "aeiou" else "a"

    @property
    def title_a(self) -> str:
        return self.a.capitalize()

    @property
    def kind(self) -> str:
        """Its class."""
        return "".join(part.capitalize() for part in self.name.split("_"))

    @property
    def constant(self) -> str:
        return self.name.upper()

    @property
    def list(self) -> str:
        """The constant of its list."""
        return self.plural.upper()

    @property
    def path(self) -> str:
        """The first part of its address."""
        return self.plural.replace("_", "-")


def noun(name: str, zh: str, plural: str = "") -> Noun:
    """The noun of a new kind of record. Raises Refused for a name that is none."""
    check_name(name)
    made = Noun(name, plural or plural_of(name), zh)
    check_name(made.plural)
    if made.plural == made.name:
        raise Refused(f"{name}: one and several need different names (--plural)")
    return made


def check_name(name: str) -> None:
    """Raises Refused for what is no snake_case word, a word of Python, or one that says nothing."""
    if not SHAPE.fullmatch(name):
        raise Refused(f"{name}: a noun in small letters is needed, its words joined by _")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise Refused(f"{name} is a word of Python")
    if vague := [word for word in name.split("_") if word in VAGUE]:
        raise Refused(f"{name}: '{vague[0]}' says nothing here, or something else")


def plural_of(name: str) -> str:
    """How English makes several of it, as a rule."""
    if name.endswith(("s", "x", "ch", "sh")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"
