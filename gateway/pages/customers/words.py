"""The words of the customers, and of what is kept about them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.customer import CustomerKind, CustomerStatus, TransactionKind
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "kind": {CustomerKind.PERSON: _l("Person"), CustomerKind.COMPANY: _l("Company")},
        "status": {
            CustomerStatus.DRAFT: _l("Draft"),
            CustomerStatus.SUBMITTED: _l("Waiting for check"),
            CustomerStatus.RETURNED: _l("Returned"),
            CustomerStatus.ACTIVE: _l("Active"),
            CustomerStatus.DISABLED: _l("Disabled"),
        },
        "sex": {"male": _l("Male"), "female": _l("Female")},
        "marital_status": {
            "single": _l("Single"),
            "married": _l("Married"),
            "divorced": _l("Divorced"),
            "widowed": _l("Widowed"),
        },
        "transaction_kind": {
            TransactionKind.SALE: _l("Sale"),
            TransactionKind.SERVICE: _l("Service"),
            TransactionKind.RETURN: _l("Return of goods"),
        },
        "record_kind": {
            "visit": _l("Visit"),
            "call": _l("Call"),
            "letter": _l("Letter"),
            "gift": _l("Gift"),
            "note": _l("Note"),
        },
        "purpose": {
            "check": _l("Check of an entry"),
            "search": _l("Found by the whole number"),
            "export": _l("Exported"),
            "contact": _l("Get in touch"),
            "complaint": _l("Handle a complaint"),
            "correction": _l("Correct the data"),
            "legal": _l("Required by law"),
            "other": _l("Something else"),
        },
        "view_status": {
            "waiting": _l("Waiting for a decision"),
            "approved": _l("Open"),
            "refused": _l("Refused"),
            "ended": _l("Ended"),
            "lapsed": _l("Not decided in time"),
        },
        "export_status": {
            "waiting": _l("Waiting for consent"),
            "running": _l("Being made"),
            "done": _l("Done"),
            "refused": _l("Refused"),
            "failed": _l("Failed"),
        },
        "change_request_status": {
            "waiting": _l("Waiting for check"),
            "approved": _l("Approved"),
            "rejected": _l("Rejected"),
        },
        "job_status": {
            "waiting": _l("Waiting"),
            "running": _l("Running"),
            "done": _l("Done"),
            "failed": _l("Failed"),
            "cancelled": _l("Cancelled"),
        },
    },
    colors={
        "status": {
            CustomerStatus.DRAFT: "secondary",
            CustomerStatus.SUBMITTED: "yellow",
            CustomerStatus.RETURNED: "red",
            CustomerStatus.ACTIVE: "green",
            CustomerStatus.DISABLED: "secondary",
        },
        "view_status": {"waiting": "yellow", "approved": "green", "refused": "red"},
        "export_status": {"waiting": "yellow", "running": "azure", "done": "green", "refused": "red", "failed": "red"},
    },
    fields={
        "external_code": _l("Own number"),
        "sex": _l("Sex"),
        "birth_date": _l("Date of birth"),
        "marital_status": _l("Marital status"),
        "employer": _l("Employer"),
        "employer_phone": _l("Employer's phone"),
        "region": _l("Region"),
        "hobbies": _l("Hobbies"),
        "background": _l("Background"),
        "person_in_charge": _l("Person in charge"),
        "industry": _l("Industry"),
        "founded_on": _l("Founded on"),
        "dealings_since": _l("Dealings since"),
        "dealings_notes": _l("Notes on dealings"),
        "owner_id": _l("Owner"),
        "owner": _l("Owner"),
        "owner_name": _l("Owner"),
        "relation": _l("Relation"),
        "mobile_or_phone": _l("Mobile or phone"),
        "customer_code": _l("Customer"),
        "customer_id": _l("Customer"),
        "occurred_on": _l("Date"),
        "quantity": _l("Volume"),
        "amount": _l("Amount"),
        "product": _l("Product"),
        "void": _l("Void"),
        "returned_reason": _l("Reason for the return"),
        "disabled_reason": _l("Reason for disabling"),
        "purpose": _l("Purpose"),
        "from_staff": _l("From"),
        "to_staff": _l("New owner"),
        "rows_unasked": _l("Rows a day without consent"),
        "verified_by": _l("Checked by"),
        "verified_at": _l("Checked at"),
        "author_id": _l("Entered by"),
    },
    refusals={
        "not_an_owner": _l(
            "This person cannot own this customer: VIP customers belong to customer managers and above."
        ),
        "change_already_waiting": _l("Another change of this customer waits for its check."),
        "access_changed": _l("What its asker may see has changed meanwhile. Please ask for it again."),
        "not_made": _l("The file could not be made. Please ask for it again."),
        "no_such_customer": _l("There is no active customer with this code."),
    },
    columns={
        "change_request": {"status": "change_request_status"},
        "export": {"status": "export_status"},
        "hand_over": {"status": "job_status"},
        "service_record": {"kind": "record_kind"},
        "transaction": {"kind": "transaction_kind"},
        "view_request": {"status": "view_status"},
    },
)
