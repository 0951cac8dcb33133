"""A form: its fields are declared by name; what the schema of its operation knows of them is not said again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

from flask import request
from flask_babel.speaklater import LazyString

from gateway.clients.forms import FormField
from gateway.mechanism.sent import Operation, Sent, received, rules_of, value_of
from gateway.render import Failure
from gateway.words import CHOICES, field_label, label, sentence

Text: TypeAlias = "str | LazyString"
Pairs: TypeAlias = Iterable[tuple[Any, Any]]
LOOKS = {
    "email": "email",
    "number": "number",
    "date": "date",
    "datetime": "datetime-local",
    "boolean": "check",
    "choice": "select",
    "file": "file",
}
"""Kind of a field in the schema -> how it is drawn; a text is an input of one line."""
TYPED = frozenset({"text", "email", "tel", "search", "password", "textarea"})
UNSEEN = frozenset({"hidden", "none"})
MANY = frozenset({"list", "object"})
NO_RULE = FormField("", "text")


@dataclass(frozen=True)
class Field:
    """One field. Type, required, longest, least, most and the values of a choice come from the schema.

    ``title``: instead of the field's usual word. ``look``: instead of what the schema's type is drawn as (textarea,
    tel, password, hidden, or none at all). ``choice``: the choice in words.py whose words its values have; ``pairs``:
    the values and words of one that is no enum's. ``value``: what stands in it at first. ``of``: it carries what the
    record has by that name. ``blank``: the words for choosing nothing. ``required``: where the schema alone does not
    say it. ``keeps``: it begins empty and changes nothing when left so, in a form that clears, too. ``html``: further
    attributes. ``read``: how it is read from the request, when not by name. ``sent``: whether it goes into the body.
    """

    name: str
    title: Text = ""
    look: str = ""
    choice: str = ""
    value: Any = ""
    of: str = ""
    hint: Text = ""
    blank: Text = ""
    required: bool | None = None
    wide: bool = False
    keeps: bool = False
    html: Mapping[str, Any] = field(default_factory=dict)
    pairs: Callable[[], Pairs] | None = None
    read: Callable[[], Any] | None = None
    sent: bool = True


@dataclass(frozen=True)
class Form:
    """The fields that one operation is sent. ``clears``: an emptied field is sent, too, and empties the record's."""

    operation: Operation | None = None
    fields: tuple[Field, ...] = ()
    clears: bool = False

    @cached_property
    def rules(self) -> Mapping[str, FormField]:
        return rules_of(self.operation)

    def sent(self) -> Sent:
        """What the request holds of these fields and of no others."""
        return received({each.name: value for each in self.fields if each.sent for value in self._values(each)})

    def _values(self, each: Field) -> list[Any]:
        """The value of a field, or nothing when it is not sent."""
        if each.read is not None:
            return [each.read()]
        rule = self.rules.get(each.name, NO_RULE)
        if rule.kind == "boolean":
            return [value_of(each.name, rule)]
        if rule.kind == "file" or each.name not in request.form:
            return []
        value = value_of(each.name, rule)
        if value in ("", []) and (each.keeps or not (self.clears or rule.kind in MANY)):
            return []
        return [None if value == "" and rule.nullable else value]

    def drawn(
        self,
        action: str,
        name: str,
        *,
        record: Any = None,
        failure: Failure | None = None,
        pairs: Mapping[str, Pairs] | None = None,
        values: Mapping[str, Any] | None = None,
        html: Mapping[str, Mapping[str, Any]] | None = None,
        leave_out: Iterable[str] = (),
        **more: Any,
    ) -> DrawnForm:
        """The form as it stands on a page. ``pairs``: what the choosers offer that no schema knows; ``values``:
        what stands in fields at first; ``html``: more attributes; all three by field. ``more`` as DrawnForm has it."""
        own = failure if failure is not None and failure.form == name else None
        given, attributes, begun = pairs or {}, html or {}, values or {}
        fields = {
            each.name: DrawnField(
                self,
                each if each.name not in attributes else replace(each, html={**each.html, **attributes[each.name]}),
                name,
                record,
                own,
                given.get(each.name, each.pairs and each.pairs()),
                begun.get(each.name) or each.value,
            )
            for each in self.fields
            if each.name not in set(leave_out)
        }
        return DrawnForm(action, name, fields, own, **more)


@dataclass(frozen=True)
class DrawnForm:
    """A form on a page. ``version``: of the record it changes. ``target``: the element that its answer replaces, with
    scripts. ``reload``: where the record is loaded anew when somebody else has changed it. ``confirm``: what is asked
    before it is sent."""

    action: str
    name: str
    fields: Mapping[str, DrawnField] = field(default_factory=dict)
    failure: Failure | None = None
    version: Any = None
    target: str = ""
    swap: str = ""
    reload: str = ""
    confirm: Text = ""
    submit: Text = ""
    icon: str = ""

    @property
    def visible(self) -> list[DrawnField]:
        return [each for each in self.fields.values() if each.look not in UNSEEN]

    @property
    def hidden(self) -> list[DrawnField]:
        return [each for each in self.fields.values() if each.look == "hidden"]

    @property
    def has_file(self) -> bool:
        return any(each.look == "file" for each in self.fields.values())


@dataclass(frozen=True)
class DrawnField:
    """One field on a page: what stands in it, what is there now, what is wrong with it."""

    form: Form
    field: Field
    form_name: str
    record: Any
    failure: Failure | None
    pairs: Pairs | None
    start: Any

    @property
    def rule(self) -> FormField:
        return self.form.rules.get(self.field.name, NO_RULE)

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def id(self) -> str:
        return f"f-{self.form_name}-{self.name}"

    @property
    def look(self) -> str:
        if self.field.look or self.rule.kind == "list":
            return self.field.look or "boxes"
        return "select" if self.pairs is not None else LOOKS.get(self.rule.kind, "text")

    @property
    def title(self) -> Text:
        return self.field.title or field_label(self.name)

    @property
    def required(self) -> bool:
        if self.field.required is not None:
            return self.field.required
        clears = self.form.clears and not self.field.keeps
        return self.rule.required or (clears and self.rule.min_length > 0 and not self.rule.nullable)

    @property
    def there(self) -> Any:
        """What the record has, or what is proposed."""
        name = self.field.of or (self.name if self.form.clears and not self.field.keeps else "")
        known = self.record.get(name) if name and self.record is not None else None
        if self.look == "textarea" and isinstance(known, list):
            return "\n".join(known)
        return self.start if known is None else known

    @property
    def value(self) -> Any:
        """What stands in it: what was typed, when the form comes back, else what the record has."""
        if self.failure is not None and self.name in self.failure.values:
            return self.failure.values[self.name]
        return self.there

    @property
    def chosen(self) -> set[str]:
        """The same of a field with several values."""
        if self.failure is not None and self.name in self.failure.values:
            return set(self.failure.values.getlist(self.name))
        return {str(each) for each in self.there or ()}

    @property
    def now(self) -> str | None:
        """What somebody else has put there meanwhile, where it is something else."""
        if self.failure is None or not self.failure.stale or str(self.there) == str(self.value):
            return None
        return str(self.there) or "—"

    @property
    def errors(self) -> str:
        if self.failure is None:
            return ""
        limits = {"least": self.rule.min_length, "most": self.rule.max_length}
        return " ".join(sentence(code, limits) for code in self.failure.codes.get(self.name, []))

    @property
    def options(self) -> list[tuple[Any, Any]]:
        """The values of a choice with their words."""
        if self.pairs is not None:
            return list(self.pairs)
        choice = self.field.choice or self.name
        values = [value for value in self.rule.choices or CHOICES.get(choice, {}) if value != ""]
        return [(value, label(choice, value) if choice in CHOICES else value) for value in values]

    @property
    def html(self) -> dict[str, Any]:
        """Further attributes of the element."""
        found: dict[str, Any] = {}
        if self.look in TYPED and self.rule.max_length:
            found["maxlength"] = self.rule.max_length
        if self.look == "textarea":
            found["rows"] = 3
        if self.look == "number":
            found = {**found, "min": _plain(self.rule.minimum), "max": _plain(self.rule.maximum)}
        if self.rule.kind == "decimal":
            found["inputmode"] = "decimal"
        return {**found, **self.field.html}


def _plain(bound: float | None) -> float | int | None:
    return int(bound) if bound is not None and bound == int(bound) else bound
