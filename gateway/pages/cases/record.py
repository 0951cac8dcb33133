"""The page of one case: what is done with it, what was said, what colleagues noted, whose customer it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.clients import Record
from gateway.clients.generated import customer, feedback
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back, add_panel
from gateway.mechanism.papers import Papers
from gateway.mechanism.record import RecordPage
from gateway.mechanism.table import Empty
from gateway.pages.cases.lists import CLASSES
from gateway.pages.cases.views import page
from gateway.sessions import may
from gateway.words import CHOICES

BACK = Back(".detail", _l("Case"))
CODE = Field("code", _l("Code of the other case"), html={"autocomplete": "off"})
HIDDEN = frozenset({403, 404})
"""What a service answers for a customer that is not the reader's to see."""


def colleagues_of(record: Any) -> Record:
    """To whom a case may be given: who is away, who stands in, and how much each has in hand."""
    return {"staff_id": [(each["id"], named(each)) for each in record["colleagues"]]}


def named(colleague: Any) -> str:
    """A colleague as a chooser says it."""
    words = [colleague["name"], _("%(count)s in hand", count=colleague["in_hand"])]
    if colleague["away"]:
        words.append(_("away: %(name)s stands in", name=colleague["substitute_name"]))
    return " · ".join(words)


def linked_of(record: Any) -> Record:
    """The cases that one is linked with."""
    linked = [each for each in record["related"] if each["relation"] == "linked"]
    return {"code": [(each["code"], f"{each['code']} {each['subject_line']}") for each in linked]}


case = RecordPage(page, "case", folder="cases", load=feedback.read_case)
case.command("take", feedback.take_case, said=_l("It is yours now."), title=_l("Take it"), icon="hand-grab", leads=True)
case.command(
    "resolve",
    feedback.resolve_case,
    said=_l("Resolved."),
    title=_l("Resolve"),
    icon="check",
    leads=True,
    fields=(
        Field("result", blank=_l("Choose …")),
        Field("outcome", _l("What was done, and what came of it"), look="textarea"),
        CLASSES["cause"],
    ),
)
case.command(
    "rate",
    feedback.rate_case,
    said=_l("Noted."),
    title=_l("How satisfied?"),
    icon="star",
    fields=(
        Field(
            "score",
            look="select",
            blank=_l("Choose …"),
            pairs=lambda: CHOICES["satisfaction"].items(),
        ),
        Field("words", look="textarea", html={"rows": 2}),
    ),
    submit=_l("Save"),
)
case.command("close", feedback.close_case, said=_l("Closed."), title=_l("Close"), icon="lock", leads=True)
case.command(
    "reopen",
    feedback.reopen_case,
    said=_l("Reopened."),
    title=_l("Reopen"),
    icon="rotate",
    fields=(Field("reason", look="textarea"),),
)
case.command(
    "assign",
    feedback.assign_case,
    said=lambda answer: _("It is with %(name)s now.", name=answer["assignee_name"]),
    title=_l("Assign"),
    icon="user-share",
    pairs=colleagues_of,
    fields=(
        Field("staff_id", _l("To whom"), look="select", blank=_l("Choose …")),
        Field("text", _l("A word to them"), look="textarea", html={"rows": 2}),
    ),
)
case.command(
    "release", feedback.release_case, said=_l("Put back for others."), title=_l("Put it back"), icon="arrow-back-up"
)
case.command(
    "wait",
    feedback.wait_for_customer,
    said=_l("The time of this case stands still until the customer says something."),
    title=_l("Wait for the customer"),
    icon="player-pause",
    fields=(Field("text", _l("What we wait for"), look="textarea", html={"rows": 2}),),
)
case.command(
    "mail-again",
    feedback.send_emails_again,
    said=_l("The email is on its way again."),
    title=_l("Send the email again"),
    icon="mail-forward",
    confirm=_l("It goes to the address that the customer's page has now. Correct it there first where it is wrong."),
    leads=True,
)
case.command(
    "resume", feedback.resume_case, said=_l("Time runs again."), title=_l("Wait no longer"), icon="player-play"
)
case.command(
    "prioritize",
    feedback.prioritize_case,
    said=_l("Ranked."),
    title=_l("Priority"),
    icon="flag",
    fields=(Field("priority", of="priority"),),
    submit=_l("Save"),
)
case.command(
    "classify",
    feedback.classify_case,
    said=_l("Saved."),
    title=_l("Subject and cause"),
    icon="tags",
    clears=True,
    fields=tuple(CLASSES.values()),
    submit=_l("Save"),
)
case.command("watch", feedback.watch_case, said=_l("You will be told."), title=_l("Watch"), icon="eye")
case.command(
    "unwatch", feedback.unwatch_case, said=_l("You are told no longer."), title=_l("Watch no longer"), icon="eye-off"
)
case.command(
    "merge",
    feedback.merge_case,
    said=_l("Merged; it goes on in the other case."),
    title=_l("Merge into another"),
    icon="arrows-join",
    note=_l("This case is closed and goes on in another one of the same customer. Nothing is lost."),
    fields=(CODE,),
    submit=_l("Merge"),
)
case.command("link", feedback.link_case, said=_l("Linked."), title=_l("Link"), icon="link", fields=(CODE,))
case.command(
    "unlink",
    feedback.unlink_case,
    said=_l("The link is gone."),
    title=_l("Unlink"),
    icon="unlink",
    pairs=linked_of,
    fields=(Field("code", _l("Case"), look="select"),),
)
case.command(
    "said",
    feedback.note_said,
    said=_l("Noted."),
    title=_l("The customer says more"),
    icon="message-plus",
    tone="btn-sm",
    fields=(Field("channel", value="phone"), Field("text", _l("What the customer says"), look="textarea")),
    submit=_l("Add"),
)
case.command(
    "note",
    feedback.add_note,
    said=_l("Noted."),
    title=_l("Note for colleagues"),
    icon="note",
    tone="btn-sm",
    fields=(Field("text", look="textarea"),),
    submit=_l("Save"),
)


def conversation(**asked: Any) -> Any:
    """What was said between the customer and us."""
    return feedback.list_timeline(part="conversation", **asked)


def work(**asked: Any) -> Any:
    """What colleagues did and noted."""
    return feedback.list_timeline(part="work", **asked)


ListPage(
    page,
    "conversation",
    Looks(Empty(_l("Nothing yet.")), item="cases/_message.html", framed=False, tag="ol", classes="messages"),
    find=conversation,
    path="/<uuid:id>/conversation",
    endpoint="conversation",
    size=50,
    title=_l("Conversation with the customer"),
    back=BACK,
)
ListPage(
    page,
    "timeline",
    Looks(
        Empty(_l("Nothing has been done or noted yet.")),
        item="cases/_event.html",
        framed=False,
        tag="ol",
        classes="activity m-3",
    ),
    find=work,
    path="/<uuid:id>/timeline",
    endpoint="timeline",
    size=50,
    title=_l("Notes and steps"),
    back=BACK,
)


Papers(
    case,
    find=feedback.list_case_attachments,
    attach=feedback.attach_to_case,
    fetch=feedback.fetch_case_attachment,
    preview=feedback.preview_case_attachment,
    withdraw=feedback.withdraw_case_attachment,
    back=BACK,
)


def customer_of(id: UUID) -> Record:
    """A customer as the reader may see it, whom to turn to there, and the last business; nothing of one that is not the
    reader's to see."""
    try:
        known = customer.read_customer(id)
        people = customer.list_contacts(id)["items"]
        business = customer.list_transactions(id, limit=3)["items"] if may("transaction:read") else []
    except ServiceError as error:
        if error.status not in HIDDEN:
            raise
        return {"known": None}
    return {"known": known, "people": people, "business": business}


def cases_of(id: UUID) -> Record:
    """The newest cases of a customer."""
    return {"found": feedback.list_cases(customer_id=id, limit=8)}


HOME = Back(".of_customer", _l("Cases"))
add_panel(page, "/of/<uuid:id>/customer", "customer", _l("Customer"), "cases/_customer.html", customer_of, back=HOME)
add_panel(page, "/of/<uuid:id>/cases", "cases_of", _l("Cases of this customer"), "cases/_of.html", cases_of, back=HOME)


@page.get("/of/<uuid:id>")
def of_customer(id: UUID) -> BaseResponse:
    """The list of one customer's cases."""
    return redirect(url_for(".index", customer_id=id))


@page.get("/<uuid:id>/<any(previous, next):way>")
def step(id: UUID, way: str) -> BaseResponse:
    """The case before or after one in the order in which the desk works."""
    beside: Any = feedback.read_neighbours(id)
    if beside[way] is None:
        flash(_("That was the last one of your desk.") if way == "next" else _("That is the first one of your desk."))
    return redirect(url_for(".detail", id=beside[way] or id))
