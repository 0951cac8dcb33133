"""The words of the files that are read in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.customer import ImportKey, ImportKind, ImportStatus, OnFlaw, OnKnown
from contracts.files import TextEncoding
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "import_kind": {
            ImportKind.CUSTOMERS: _l("Customers (persons and companies)"),
            ImportKind.PERSONS: _l("Persons"),
            ImportKind.COMPANIES: _l("Companies"),
            ImportKind.TRANSACTIONS: _l("Transactions"),
        },
        "import_status": {
            ImportStatus.READING: _l("Reading the file"),
            ImportStatus.MAPPED: _l("Ready to start"),
            ImportStatus.RUNNING: _l("Running"),
            ImportStatus.WAITING_CHECK: _l("Waiting for check"),
            ImportStatus.CHECKING: _l("Being put into force"),
            ImportStatus.DONE: _l("Done"),
            ImportStatus.FAILED: _l("Failed"),
            ImportStatus.TAKING_BACK: _l("Being taken back"),
            ImportStatus.TAKEN_BACK: _l("Taken back"),
        },
        "import_key": {
            ImportKey.EXTERNAL_CODE: _l("Its own number"),
            ImportKey.CODE: _l("Guanxi's code"),
            ImportKey.NAME_MOBILE: _l("Name and mobile number together"),
            ImportKey.MOBILE: _l("Mobile number"),
            ImportKey.EXTERNAL_ID: _l("The sender's number"),
        },
        "on_flaw": {
            OnFlaw.REFUSE: _l("Refuse the row"),
            OnFlaw.LEAVE_OUT: _l("Store the row without this value, and list it"),
        },
        "text_encoding": {
            TextEncoding.UTF_8: _l("UTF-8"),
            TextEncoding.GB18030: _l("GBK, GB18030 (Simplified)"),
            TextEncoding.BIG5: _l("Big5 (Traditional)"),
            TextEncoding.UTF_16_LE: _l("UTF-16 (“Unicode text” of Excel)"),
            TextEncoding.UTF_16_BE: _l("UTF-16, the other way round"),
        },
        "delimiter": {
            ",": _l("commas between the columns"),
            ";": _l("semicolons between the columns"),
            "\t": _l("tabs between the columns"),
            "|": _l("bars between the columns"),
        },
        "on_known": {OnKnown.SKIP: _l("Leave as it is"), OnKnown.UPDATE: _l("Update with the file")},
    },
    colors={
        "import_status": {
            ImportStatus.READING: "azure",
            ImportStatus.MAPPED: "yellow",
            ImportStatus.RUNNING: "azure",
            ImportStatus.WAITING_CHECK: "yellow",
            ImportStatus.CHECKING: "azure",
            ImportStatus.DONE: "green",
            ImportStatus.FAILED: "red",
            ImportStatus.TAKING_BACK: "azure",
            ImportStatus.TAKEN_BACK: "secondary",
        },
    },
    error_messages={
        "unknown_heading": _l("This column does not occur in the file."),
        "not_mapped": _l("No column of the file is meant for this field."),
        "wrong_sign": _l("Sales and services are above zero. Pieces and amount of a return have the same sign."),
        "field_twice": _l("Another column means this field already. Choose another one, or leave one out."),
        "choose_rows": _l("Tick the rows, or type their numbers."),
        "not_to_return": _l("One of these rows waits for no check."),
        "returned_row": _l("Given back by who checked it."),
        "reported_by_program": _l("A program reports the transactions of this source. Name another one for the file."),
        "stuck": _l("It could not be finished. It can be taken back and started anew."),
        "empty_file": _l("The file is empty."),
        "no_rows": _l("The file has headings but no rows."),
        "not_a_table": _l("This is no table: CSV or a spreadsheet is needed."),
        "markup_file": _l(
            "This is a web page, whatever it is called. Open it in a spreadsheet program and save it as .xlsx."
        ),
        "locked_file": _l("The file has a password. Save it without one."),
        "half_a_file": _l("The file breaks off: it arrived only in part."),
        "wrong_encoding": _l("The file cannot be read in this encoding."),
        "mixed_encodings": _l("From this row on the file is in another encoding. Save it in one, best in UTF-8."),
        "open_quote": _l("Quotation marks open in this row and never close: all that follows would be one cell."),
        "no_such_sheet": _l("The file has no sheet of this name that can be seen."),
        "no_such_row": _l("Nothing stands in the row that was said to have the headings."),
        "too_large_unpacked": _l("Unpacked the file is too large."),
        "too_many_rows": _l("The file has too many rows."),
        "too_many_columns": _l("The file has too many columns."),
        "too_much_to_read": _l(
            "Reading this file would take too much memory or time. Save what is needed of it as CSV."
        ),
        "cell_too_large": _l("The cell holds more text than a spreadsheet can."),
        "rows_in_a_cell": _l("This cell holds whole rows: quotation marks are missing or too many."),
        "bad_quotes": _l("Quotation marks or line ends stand where they must not."),
        "formula_without_value": _l("The formula has no value. Open the file in a spreadsheet program and save it."),
        "formula": _l("A formula is not taken as a value."),
        "twice_in_file": _l("This number occurs twice in the file."),
        "too_many_cells": _l("The row has more cells than there are headings."),
        "row_cut_off": _l("The row breaks off."),
        "needs_check": _l("Verified data is not changed by a file; change it on the customer's page, with a check."),
        "other_kind": _l("This is a customer of the other kind. Import such rows once more, as the other kind."),
        "several_customers": _l("Several customers have this number. Choose another way to find them."),
        "two_customers": _l("The columns of this row name two different customers."),
        "number_lost_digits": _l(
            "The spreadsheet has shortened this number and lost digits. Format the column as text, and enter it again."
        ),
        "other_unit": _l("A unit or remark that is not understood."),
        "spreadsheet_error": _l("The spreadsheet shows an error here, not a value."),
        "no_such_owner": _l("Nobody of this name or address may own customers here."),
        "several_owners": _l("Several people have this name. Write the department too: name/department."),
        "changed_since": _l("It has been changed since; it stays as it is."),
    },
    columns={"import_batch": {"status": "import_status", "kind": "import_kind"}},
)
