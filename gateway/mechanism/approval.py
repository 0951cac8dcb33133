"""The pages of records that somebody writes and somebody else approves: their list, and the page of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from gateway.formats import ago
from gateway.mechanism.form import Field, Text
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.record import RecordPage
from gateway.mechanism.sent import Operation
from gateway.mechanism.table import Column, Empty, Filter, Table

COLUMNS = (
    Column("name", _l("Name"), cell="name", sort="name"),
    Column("status", _l("Status"), cell="status"),
    Column("author_name", _l("Author")),
    Column("created_at", _l("Created"), ago, sort="created_at", looks="nowrap"),
)


class ApprovalList(ListPage):
    """The list, narrowed by status, with the form of a new record beside its title for whoever holds ``write``.

    ``title``: of the page; ``new``: on the button; ``empty``: what stands there when there is nothing; ``fields``: of
    the form. ``find``, ``count``, ``create``: the operations.
    """

    def __init__(
        self,
        page: Blueprint,
        *,
        find: Callable[..., Any],
        count: Callable[..., Any],
        create: Operation,
        write: str,
        title: Text,
        new: Text,
        empty: Empty,
        fields: tuple[Field, ...],
        columns: tuple[Column, ...] = COLUMNS,
    ) -> None:
        self.write = write
        looks = Looks(empty, "approval_list.html", table=Table(columns, "approval_cells.html"), above="list_count.html")
        statuses = Filter("status", _l("Any status"), choice="approval_status")
        super().__init__(page, "records", looks, find=find, count=count, filters=(statuses,), title=title)
        self.adds(
            "create",
            create,
            title=new,
            submit=_l("Save as a draft"),
            said=_l("Saved as a draft."),
            see=lambda made: url_for(".detail", id=made["id"]),
            icon="plus",
            tone="btn-primary",
            fields=fields,
        )


class ApprovalPage(RecordPage):
    """The page of one record: edit, submit, approve, give back. ``_record.html`` of the section's folder draws it.
    ``load``, ``edit``, ``submit``, ``approve``, ``give_back``: the operations."""

    def __init__(
        self,
        page: Blueprint,
        name: str,
        *,
        load: Callable[[UUID], Any],
        edit: Operation,
        submit: Operation,
        approve: Operation,
        give_back: Operation,
        fields: tuple[Field, ...],
    ) -> None:
        super().__init__(
            page, name, folder=page.name, load=load, extras=lambda record: {"title": record["name"], "part": self.part}
        )
        self.whole = "approval_page.html"
        self.command(
            "submit",
            submit,
            said=_l("Submitted for approval."),
            title=_l("Submit for approval"),
            icon="send",
            leads=True,
        )
        self.command("approve", approve, said=_l("Approved."), title=_l("Approve"), icon="check", leads=True)
        self.command(
            "return",
            give_back,
            said=_l("Returned with your comment."),
            title=_l("Return with a comment"),
            submit=_l("Return"),
            icon="arrow-back-up",
            fields=(Field("comment", _l("What is to be mended?"), look="textarea"),),
        )
        self.command(
            "edit",
            edit,
            path="",
            said=_l("Saved."),
            title=_l("Edit"),
            submit=_l("Save"),
            icon="pencil",
            fields=fields,
            clears=True,
        )
