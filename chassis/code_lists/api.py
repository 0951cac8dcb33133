"""The routes of a code list: everybody chooses from it, who keeps it changes it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.code_lists import entries
from chassis.code_lists.entries import AddEntry, ChangeEntry, CodeList, EntryFilter
from chassis.code_lists.tables import ListEntry
from chassis.context import Context
from chassis.http import SIGNED_IN, AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, named_view

LONGEST_NAME = 100
MOST_ALIASES = 50


class EntryQuerySchema(PageQuerySchema):
    """Which entries: right below ``parent`` (the root unless told), or by ``q``; ``all``: also disabled ones."""

    command = EntryFilter
    q = fields.String(validate=length(0, LONGEST_NAME))
    parent = fields.String(validate=length(0, 40))
    all = fields.Boolean()


def names(**more: Any) -> fields.List[Any]:
    """Some names, each once."""
    return fields.List(
        fields.String(validate=length(1, LONGEST_NAME)),
        validate=validate.Length(max=MOST_ALIASES, error="too_many"),
        **more,
    )


class AddEntrySchema(CommandSchema):
    """A new entry."""

    command = AddEntry
    name = fields.String(required=True, validate=length(1, LONGEST_NAME))
    parent_code = fields.String(validate=length(0, 40))
    aliases = names()

    def make_command(self, data: dict[str, Any]) -> AddEntry:
        """The command, with a tuple in the place of the list."""
        return AddEntry(**{**data, "aliases": tuple(data.get("aliases", ()))})


class ChangeEntrySchema(CommandSchema):
    """What of an entry changes; what is not sent stays."""

    command = ChangeEntry
    name = fields.String(validate=length(1, LONGEST_NAME))
    aliases = names()
    position = fields.Integer(validate=validate.Range(0, 1_000_000, error="out_of_range"))

    def make_command(self, data: dict[str, Any]) -> ChangeEntry:
        """The command, with a tuple in the place of the list."""
        return ChangeEntry(**{**data, **({"aliases": tuple(data["aliases"])} if "aliases" in data else {})})


class ListEntrySchema(AnswerSchema):
    """An entry. ``full_name``: with those above it; ``standard``: its name belongs to the list's standard; one that is
    not ``active`` is offered no more. ``actions``: what the one who asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    parent_code = fields.String()
    path = fields.String()
    name = fields.String()
    full_name = fields.String()
    aliases = fields.List(fields.String())
    position = fields.Integer()
    standard = fields.Boolean()
    active = fields.Boolean()
    actions = fields.List(fields.String())


class ListEntryPageSchema(AnswerSchema):
    """A page of entries. ``actions``: ``add`` for who keeps the list."""

    items = fields.List(fields.Nested(ListEntrySchema))
    next = fields.String()
    actions = fields.List(fields.String())


def code_list_api(code_list: CodeList) -> Api:
    """All routes of one list."""
    noun, path, one = code_list.noun, code_list.path, f"{code_list.path}/<uuid:id>"
    api = Api(f"list of {noun} entries", description=f"The list of what can be chosen as {noun}")

    def present(ctx: Context, entry: ListEntry) -> Presented:
        keeps = ctx.actor.may(code_list.edit)
        return Presented(entry, {"actions": ["edit", "disable" if entry.active else "enable"] if keeps else []})

    def find(ctx: Context, query: EntryFilter) -> Presented:
        page = entries.entry_page(ctx, code_list, query)
        actions = ["add"] if ctx.actor.may(code_list.edit) else []
        return Presented(page, {"items": [present(ctx, each) for each in page.items], "actions": actions})

    def add(ctx: Context, command: AddEntry) -> Presented:
        return present(ctx, entries.add_entry(ctx, code_list, command))

    def change(ctx: Context, id: UUID, command: ChangeEntry, version: int) -> Presented:
        return present(ctx, entries.change_entry(ctx, code_list, id, command, version))

    def offer(ctx: Context, id: UUID, version: int, *, active: bool) -> Presented:
        return present(ctx, entries.offer_entry(ctx, code_list, id, version, active=active))

    answer, edit = ListEntrySchema, code_list.edit
    api.get(path, permission=SIGNED_IN, query=EntryQuerySchema, returns=ListEntryPageSchema)(
        named_view(f"list_{noun}_entries", f"What can be chosen as {noun}, level by level or by name.", find)
    )
    api.post(path, permission=edit, body=AddEntrySchema, returns=answer, status=201)(
        named_view(f"add_{noun}_entry", f"Add an own {noun} to the list.", add)
    )
    api.patch(one, permission=edit, body=ChangeEntrySchema, returns=answer, versioned=True)(
        named_view(f"change_{noun}_entry", f"Change the name, aliases or place of a {noun} in the list.", change)
    )
    for active, verb in ((True, "enable"), (False, "disable")):
        api.post(f"{one}/{verb}", permission=edit, returns=answer, versioned=True)(
            named_view(f"{verb}_{noun}_entry", "Offer an entry, or offer it no more.", partial(offer, active=active))
        )
    return api
