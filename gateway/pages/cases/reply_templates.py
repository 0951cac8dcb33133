"""The templates of answers: what is there, and for the leadership of customer service their upkeep."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from gateway.clients.generated import feedback
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Empty, Filter

page = Blueprint("templates", __name__, url_prefix="/templates")
LONG = {"rows": 8}
FIELDS = (
    Field("name", wide=True),
    Field("subject_zh", _l("Subject in Chinese")),
    Field("subject_en", _l("Subject in English")),
    Field(
        "text_zh",
        _l("Text in Chinese"),
        look="textarea",
        html=LONG,
        hint=_l("Filled in when used: {customer_name}, {code}, {content}, {agent_name}."),
    ),
    Field("text_en", _l("Text in English"), look="textarea", html=LONG),
)

templates = ListPage(
    page,
    "templates",
    Looks(
        Empty(_l("No template yet"), _l("What is written again and again is written once here."), "template"),
        "cases/templates.html",
        item="cases/_template.html",
        above="cases/_new_template.html",
    ),
    find=feedback.list_templates,
    filters=(Filter("status", _l("Any status"), choice="template_status"),),
)
templates.adds(
    "create",
    feedback.add_template,
    said=_l("Template added."),
    title=_l("New template"),
    icon="plus",
    tone="btn-primary",
    fields=FIELDS,
    submit=_l("Save"),
)
templates.command(
    "edit",
    feedback.change_template,
    path="",
    said=_l("Saved."),
    title=_l("Edit"),
    icon="pencil",
    tone="btn-sm",
    fields=FIELDS,
    clears=True,
    submit=_l("Save"),
)
templates.command(
    "disable", feedback.disable_template, said=_l("No longer offered."), title=_l("Disable"), icon="ban", tone="btn-sm"
)
templates.command(
    "enable",
    feedback.enable_template,
    said=_l("Offered again."),
    title=_l("Enable again"),
    icon="rotate",
    tone="btn-sm",
)
