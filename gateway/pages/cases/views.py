"""Feedback and complaints: find and file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients.generated import feedback
from gateway.mechanism.form import Field, Form
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.sent import perform
from gateway.pages.cases.lists import CLASSES, FILTERS, NONE_FITS, NONE_YET, TABLE
from gateway.pages.imports.lists import FLAWS
from gateway.render import Failure, attempt, go, show
from gateway.sessions import may
from gateway.tables import TABLE_FILES
from gateway.words import field_label

page = Blueprint("cases", __name__, url_prefix="/cases", template_folder="templates")

ListPage(
    page,
    "list",
    Looks(NONE_YET, "cases/index.html", table=TABLE, unfit=NONE_FITS, above="cases/_count.html"),
    find=feedback.list_cases,
    count=feedback.count_cases,
    filters=FILTERS,
)

NEW = Form(
    feedback.create_case,
    (
        Field(
            "customer_code",
            look="text",
            required=True,
            hint=_l("Name or code; two characters are enough to search."),
            html={"autocomplete": "off"},
        ),
        Field("kind", choice="case_kind", value="complaint"),
        Field("channel", value="phone"),
        Field("received_at", hint=_l("Empty means now.")),
        Field("content", _l("What the customer says"), look="textarea", wide=True, html={"rows": 6}),
        *CLASSES.values(),
    ),
)
FILE = Form(
    feedback.import_case_file,
    (
        Field("source", look="none", read=lambda: "file"),
        Field(
            "file",
            _l("File"),
            required=True,
            hint=_l(
                "CSV or a spreadsheet, up to 20,000 rows. Good rows are filed, of the others it is said what is wrong."
            ),
            html={"accept": TABLE_FILES},
        ),
        Field(
            "encoding",
            _l("Encoding"),
            choice="text_encoding",
            blank=_l("find out"),
            read=lambda: request.form.get("encoding", ""),
        ),
        Field(
            "sheet",
            _l("Sheet"),
            hint=_l("Of a workbook; without it the one that opens first."),
            read=lambda: request.form.get("sheet", ""),
        ),
    ),
)


@page.get("/new")
def new() -> Response:
    """The form of a new case."""
    return _new()


@page.post("/new")
def add() -> BaseResponse:
    """Create a case, and lead on to it."""
    made = attempt("case", lambda: perform(feedback.create_case, NEW.sent()))
    if isinstance(made, Failure):
        return _new(made)
    return go(url_for(".detail", id=made["id"]), _("Filed as %(code)s.", code=made["code"]))


@page.get("/file")
def file() -> Response:
    """The form for a file of cases."""
    return _file()


@page.post("/file")
def add_file() -> BaseResponse:
    """Take a file of cases in, and show what became of it."""
    filed = attempt("file", lambda: perform(feedback.import_case_file, FILE.sent()))
    return _file(filed) if isinstance(filed, Failure) else _file(filed=filed, name=request.files["file"].filename or "")


def _new(failure: Failure | None = None) -> Response:
    asked = {"customer_code": request.args.get("customer_code")}
    choices = {"data-choices": url_for("customers.choices"), "data-nothing": _("Nothing found.")}
    chooser = choices if may("customer:read") else {}
    form = NEW.drawn(
        url_for(".add"),
        "case",
        values=asked,
        failure=failure,
        html={"customer_code": chooser},
        target="#form",
        submit=_l("File it"),
    )
    return show("cases/form.html", fragment="cases/_form.html", failure=failure, form=form)


def _file(failure: Failure | None = None, filed: Any = None, name: str = "") -> Response:
    form = FILE.drawn(
        url_for(".add_file"), "file", failure=failure, target="#file", submit=_l("Upload and file"), icon="upload"
    )
    missing = [field_label(field) for field, codes in failure.codes.items() if "not_mapped" in codes] if failure else []
    return show(
        "cases/file.html",
        fragment="cases/_file.html",
        failure=failure,
        form=form,
        filed=filed,
        name=name,
        flaws=FLAWS,
        missing=missing,
    )
