"""The words for what the services say in codes: choices, permissions, refusals, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from gateway.refusals import REFUSALS

Words = Mapping[str, LazyString]

CHOICES: Mapping[str, Words] = {
    "tier": {"ordinary": _l("Ordinary"), "potential": _l("Potential"), "vip": _l("VIP")},
    "kind": {"person": _l("Person"), "company": _l("Company")},
    "status": {
        "draft": _l("Draft"),
        "submitted": _l("Waiting for check"),
        "returned": _l("Returned"),
        "active": _l("Active"),
        "disabled": _l("Disabled"),
    },
    "sex": {"male": _l("Male"), "female": _l("Female")},
    "marital_status": {
        "single": _l("Single"),
        "married": _l("Married"),
        "divorced": _l("Divorced"),
        "widowed": _l("Widowed"),
    },
    "transaction_kind": {"sale": _l("Sale"), "service": _l("Service"), "return": _l("Return of goods")},
    "record_kind": {
        "visit": _l("Visit"),
        "call": _l("Call"),
        "letter": _l("Letter"),
        "gift": _l("Gift"),
        "note": _l("Note"),
    },
    "case_kind": {"feedback": _l("Feedback"), "complaint": _l("Complaint")},
    "case_status": {
        "open": _l("Open"),
        "taken": _l("In hand"),
        "answered": _l("Answered"),
        "resolved": _l("Resolved"),
        "closed": _l("Closed"),
    },
    "desk": {"service": _l("Customer service"), "lead": _l("Service lead")},
    "channel": {
        "phone": _l("Phone"),
        "email": _l("E-mail"),
        "web": _l("Web page"),
        "visit": _l("Visit"),
        "chat": _l("Chat"),
    },
    "result": {
        "satisfied": _l("Customer satisfied"),
        "compensated": _l("Compensated"),
        "explained": _l("Explained"),
        "unfounded": _l("Unfounded"),
        "unresolved": _l("Not resolved"),
    },
    "case_event": {
        "filed": _l("Filed"),
        "taken": _l("Taken in hand"),
        "released": _l("Put back"),
        "note": _l("Note"),
        "moved": _l("Moved to another desk"),
        "reply": _l("Reply and thanks"),
        "resolved": _l("Resolved"),
        "reopened": _l("Reopened"),
        "closed": _l("Closed"),
    },
    "letter_status": {"waiting": _l("Waiting to be sent"), "sent": _l("Sent"), "failed": _l("Not sent yet")},
    "import_kind": {
        "customers": _l("Customers (persons and companies)"),
        "persons": _l("Persons"),
        "companies": _l("Companies"),
        "transactions": _l("Transactions"),
    },
    "import_status": {
        "reading": _l("Reading the file"),
        "mapped": _l("Ready to start"),
        "running": _l("Running"),
        "waiting_check": _l("Waiting for check"),
        "checking": _l("Being put into force"),
        "done": _l("Done"),
        "failed": _l("Failed"),
        "taking_back": _l("Being taken back"),
        "taken_back": _l("Taken back"),
    },
    "on_known": {"skip": _l("Leave as it is"), "update": _l("Update with the file")},
    "report_status": {
        "draft": _l("Draft"),
        "submitted": _l("Waiting for review"),
        "returned": _l("Returned"),
        "approved": _l("Approved"),
    },
    "policy_status": {"draft": _l("Draft"), "active": _l("In force"), "retired": _l("Retired")},
    "tier_reason": {"rise": _l("risen"), "fall": _l("fallen"), "grace_over": _l("fallen after the days of grace")},
    "combine": {"both": _l("Amount and volume"), "either": _l("Amount or volume")},
    "job_status": {
        "waiting": _l("Waiting"),
        "running": _l("Running"),
        "done": _l("Done"),
        "failed": _l("Failed"),
        "cancelled": _l("Cancelled"),
    },
    "change_request_status": {
        "waiting": _l("Waiting for check"),
        "approved": _l("Approved"),
        "rejected": _l("Rejected"),
    },
    "run_reason": {
        "schedule": _l("Nightly schedule"),
        "demand": _l("On demand"),
        "policy": _l("New policy"),
        "news": _l("New transactions"),
    },
    "service": {
        "auth": _l("Staff and sign-in"),
        "customer": _l("Customers"),
        "feedback": _l("Cases"),
        "reporting": _l("Tiers and reports"),
    },
    "feed_status": {
        "new": _l("New"),
        "ok": _l("Good"),
        "rewind": _l("Catching up"),
        "retrying": _l("Trying again"),
        "parked": _l("Parked"),
        "forked": _l("Another log: repair needed"),
        "broken": _l("Broken: repair needed"),
    },
    "sign_in_reason": {
        "wrong_password": _l("wrong password"),
        "unknown": _l("unknown user name"),
        "unknown_username": _l("unknown user name"),
        "disabled": _l("account disabled"),
        "too_many_attempts": _l("too many attempts"),
    },
    "scope": {"own": _l("own"), "department": _l("department"), "all": _l("all")},
    "permission": {
        "staff:read": _l("See staff"),
        "staff:write": _l("Change staff"),
        "department:read": _l("See departments"),
        "department:write": _l("Change departments"),
        "role:read": _l("See roles"),
        "role:write": _l("Change roles"),
        "customer:read": _l("See customers"),
        "customer:write": _l("Add and change customers"),
        "customer:verify": _l("Check entries"),
        "customer:reveal": _l("See masked data"),
        "transaction:read": _l("See transactions"),
        "transaction:write": _l("Record transactions"),
        "import:run": _l("Import files"),
        "import:verify": _l("Check imports"),
        "case:read": _l("See cases"),
        "case:write": _l("File cases"),
        "case:handle": _l("Handle cases of customer service"),
        "case:lead": _l("Handle cases of the service lead"),
        "tier:read": _l("See tiers"),
        "tier:edit": _l("Set tier policies"),
        "report:read": _l("See reports"),
        "report:write": _l("Draw up reports"),
        "report:review": _l("Review reports"),
        "system:read": _l("See the state of the system"),
        "system:operate": _l("Operate the system"),
    },
    "trail_action": {
        "created": _l("Entry made"),
        "imported": _l("Imported"),
        "changed": _l("Changed"),
        "submitted": _l("Submitted for check"),
        "approved": _l("Checked and approved"),
        "returned": _l("Returned"),
        "disabled": _l("Disabled"),
        "enabled": _l("Enabled"),
        "handed_over": _l("Handed over"),
        "tier": _l("Tier changed"),
        "taken_back": _l("Taken back"),
        "password_reset": _l("Password reset"),
        "password_changed": _l("Password changed"),
    },
}

FIELDS: Words = {
    "code": _l("Code"),
    "external_code": _l("Own number"),
    "kind": _l("Kind"),
    "name": _l("Name"),
    "status": _l("Status"),
    "tier": _l("Tier"),
    "sex": _l("Sex"),
    "birth_date": _l("Date of birth"),
    "marital_status": _l("Marital status"),
    "employer": _l("Employer"),
    "employer_phone": _l("Employer's phone"),
    "address": _l("Address"),
    "region": _l("Region"),
    "mobile": _l("Mobile"),
    "phone": _l("Phone"),
    "email": _l("E-mail"),
    "hobbies": _l("Hobbies"),
    "background": _l("Background"),
    "person_in_charge": _l("Person in charge"),
    "industry": _l("Industry"),
    "founded_on": _l("Founded on"),
    "dealings_since": _l("Dealings since"),
    "dealings_notes": _l("Notes on dealings"),
    "owner_id": _l("Owner"),
    "owner_name": _l("Owner"),
    "relation": _l("Relation"),
    "notes": _l("Notes"),
    "active": _l("Active"),
    "mobile_or_phone": _l("Mobile or phone"),
    "external_id": _l("Sender's number"),
    "customer_code": _l("Customer"),
    "customer_id": _l("Customer"),
    "occurred_on": _l("Date"),
    "quantity": _l("Volume"),
    "amount": _l("Amount"),
    "product": _l("Product"),
    "void": _l("Void"),
    "channel": _l("Channel"),
    "content": _l("Content"),
    "received_at": _l("Received"),
    "result": _l("Result"),
    "outcome": _l("Outcome"),
    "reason": _l("Reason"),
    "returned_reason": _l("Reason for the return"),
    "disabled_reason": _l("Reason for disabling"),
    "text": _l("Text"),
    "username": _l("User name"),
    "name_zh": _l("Name in Chinese"),
    "name_en": _l("Name in English"),
    "department_id": _l("Department"),
    "department_name": _l("Department"),
    "roles": _l("Roles"),
    "parent_id": _l("Belongs to"),
    "old": _l("Present password"),
    "new": _l("New password"),
    "window_months": _l("Window in months"),
    "kinds": _l("What counts"),
    "potential_amount": _l("Potential: amount from"),
    "potential_quantity": _l("Potential: volume from"),
    "vip_amount": _l("VIP: amount from"),
    "vip_quantity": _l("VIP: volume from"),
    "combine": _l("What must be reached"),
    "grace_days": _l("Days of grace before a fall"),
    "note": _l("Note"),
    "period_from": _l("From"),
    "period_to": _l("To"),
    "comment": _l("Comment"),
    "file": _l("File"),
    "verified_by": _l("Checked by"),
    "verified_at": _l("Checked at"),
    "author_id": _l("Entered by"),
}

COLORS: Mapping[str, Mapping[str, str]] = {
    "tier": {"ordinary": "secondary", "potential": "azure", "vip": "orange"},
    "status": {
        "draft": "secondary",
        "submitted": "yellow",
        "returned": "red",
        "active": "green",
        "disabled": "secondary",
    },
    "case_kind": {"feedback": "teal", "complaint": "pink"},
    "case_status": {
        "open": "yellow",
        "taken": "azure",
        "answered": "green",
        "resolved": "green",
        "closed": "secondary",
    },
    "import_status": {
        "reading": "azure",
        "mapped": "yellow",
        "running": "azure",
        "waiting_check": "yellow",
        "checking": "azure",
        "returned": "red",
        "done": "green",
        "failed": "red",
        "taking_back": "azure",
        "taken_back": "secondary",
    },
    "report_status": {"draft": "secondary", "submitted": "yellow", "returned": "red", "approved": "green"},
    "policy_status": {"draft": "yellow", "active": "green", "retired": "secondary"},
    "letter_status": {"waiting": "yellow", "sent": "green", "failed": "red"},
    "feed_status": {
        "ok": "green",
        "rewind": "azure",
        "retrying": "yellow",
        "parked": "red",
        "forked": "red",
        "broken": "red",
    },
}


def label(choice: str, value: object) -> str:
    """The word for one value of a choice; a value without a word is shown as it is."""
    if value in (None, ""):
        return "—"
    known = CHOICES[choice].get(str(value))
    return str(known) if known is not None else str(value)


def field_label(name: str) -> str:
    """The word for a field."""
    known = FIELDS.get(name)
    return str(known) if known is not None else name


def color(choice: str, value: object) -> str:
    """The colour of a badge; quiet for what has none."""
    return COLORS.get(choice, {}).get(str(value), "secondary")


def sentence(code: str, detail: Mapping[str, Any] | None = None) -> str:
    """What a refusal means and what to do about it."""
    known = REFUSALS.get(code)
    if known is None:
        return str(gettext("This was refused (%(code)s).", code=code))
    return str(known)


def register_words(app: Flask) -> None:
    app.add_template_global(label)
    app.add_template_global(field_label)
    app.add_template_global(color)
    app.add_template_global(sentence)
    app.jinja_env.globals["CHOICES"] = CHOICES
