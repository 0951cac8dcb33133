"""The papers at a record: photos, scans and files that people have put there, shown in the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, request
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.forms import text
from gateway.mechanism.files import passed_on
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back, add_panel
from gateway.mechanism.record import RecordPage
from gateway.mechanism.sent import Operation
from gateway.mechanism.table import Empty
from gateway.words import label

TAKEN = (
    "image/*,application/pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.et,.odt,.ods,.csv,.txt,.eml,.zip"
    ",.mp3,.m4a,.amr,.wav,.mp4"
)
"""What the chooser offers at first; with pictures among it a telephone offers its camera."""
STANDING = "standing"
MOST = 100
"""Papers that are looked through for the one to be shown."""
SHORTLY = "private, max-age=600"
"""A picture may be kept as long as one look at a record lasts in the log of readings."""
FILE = Field("file", _l("File"), required=True, html={"accept": TAKEN, "data-papers": "", "multiple": True})
UNNAMED = Field("name", look="none", read=lambda: text("name"))
FIRST = Field("replaces", look="none", read=lambda: "")


class Papers:
    """The papers of one kind of record, under ``<its page>/papers``. ``find``, ``attach``, ``fetch``, ``preview``,
    ``withdraw``: the operations. The record's page shows the panel ``papers``."""

    def __init__(
        self,
        record: RecordPage,
        *,
        find: Operation,
        attach: Operation,
        fetch: Operation,
        preview: Operation,
        withdraw: Operation,
        back: Back,
    ) -> None:
        self.find, self.fetch, self.draw, self.back = find, fetch, preview, back
        page, path = record.page, f"{record.path}/papers"
        papers = ListPage(
            page,
            "papers",
            Looks(
                Empty(_l("No paper yet."), icon="files"),
                item="paper.html",
                above="papers_above.html",
                target="#papers-body",
                framed=False,
                tag="ul",
                classes="papers",
            ),
            find=self._found,
            path=path,
            endpoint="papers",
            see=record.endpoint,
            size=24,
            title=_l("Papers"),
            back=back,
        )
        papers.adds(
            "attach",
            attach,
            record="found",
            always=False,
            said=_l("Attached."),
            title=_l("Add a photo or file"),
            icon="paperclip",
            tone="btn-sm",
            fields=(FILE, UNNAMED, FIRST),
            submit=_l("Attach"),
        )
        papers.command(
            "replace",
            attach,
            row_as="replaces",
            said=_l("The newer version takes its place."),
            title=_l("Newer version"),
            tone="btn-sm btn-ghost-secondary",
            fields=(Field("file", _l("File"), required=True, html={"accept": TAKEN}), UNNAMED),
            submit=_l("Put in its place"),
        )
        papers.command(
            "withdraw",
            withdraw,
            row_as="attachment_id",
            said=_l("Withdrawn; it is kept, and shown no more."),
            title=_l("Withdraw"),
            tone="btn-sm btn-ghost-secondary",
        )
        add_panel(page, f"{path}/<uuid:attachment_id>", "paper", _l("Paper"), "paper_pages.html", self._one, back=back)
        page.add_url_rule(f"{path}/<uuid:attachment_id>/file", "paper_file", self._file)
        page.add_url_rule(f"{path}/<uuid:attachment_id>/page", "paper_page", self._page)

    def _found(self, id: UUID, **asked: Any) -> Record:
        """A page of papers, each with the words for what has become of it."""
        found = self.find(id, **asked)
        rows = [
            {**each, "gone": "" if each["status"] == STANDING else label("paper_status", each["status"])}
            for each in found["items"]
        ]
        return {**found, "items": rows}

    def _one(self, id: UUID, attachment_id: UUID) -> Record:
        """One paper, to be looked at page by page."""
        found = self.find(id, limit=MOST)["items"]
        paper = next((each for each in found if each["id"] == str(attachment_id)), None)
        return {"paper": paper} if paper else abort(404)

    def _file(self, id: UUID, attachment_id: UUID) -> Response:
        return passed_on(self.fetch(id, attachment_id), f"{attachment_id}")

    def _page(self, id: UUID, attachment_id: UUID) -> Response:
        """A page of a paper as a picture that our own service has drawn."""
        number = request.args.get("page", 1, type=int)
        picture = self.draw(id, attachment_id, page=number)
        response = Response(picture.content, content_type=picture.mimetype)
        response.headers["Cache-Control"] = SHORTLY
        return response
