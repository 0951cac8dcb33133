"""Rows of annotations: notes, tags, files and own fields, the same for every kind of record that has them."""

from __future__ import annotations

from tests.access.matrix import CUSTOMER, FEEDBACK, REPORTING, UNREAD, Row, rows


def annotated(service: str, path: str, on: str, *, read: str, write: str) -> tuple[Row, ...]:
    """The rows of one kind: whoever reads a record writes notes at it, whoever writes it does the rest."""
    at, gone = f"{path}/{{id}}", {"answers": 404}
    naming = {"answers": 404, "body": {"name": "重点"}}
    asking = {"answers": 404, "body": {"title_zh": "颜色", "title_en": "Colour"}}
    noted = {"body": {"text": "已联系"}}
    return (
        *rows(
            service,
            read,
            (f"GET {at}/notes", {}),
            (f"POST {at}/notes", noted | {"answers": 201}),
            (f"PATCH {at}/notes/{{note_id}}", noted | gone),
            (f"POST {at}/notes/{{note_id}}/withdraw", gone),
            (f"GET {at}/tags", {}),
            (f"GET {at}/fields", {}),
            on=on,
        ),
        *rows(
            service,
            write,
            (f"PUT {at}/tags", {"body": {"tags": []}, "answers": 200}),
            (f"PUT {at}/fields", {"body": {"values": {}}}),
            on=on,
        ),
        *papers(service, path, on, read=read, write=write),
        *rows(service, "oneself", (f"GET {path}/tags", {}), (f"GET {path}/fields", {})),
        *rows(
            service,
            "configure records",
            (f"POST {path}/tags", UNREAD),
            (f"PATCH {path}/tags/{{tag_id}}", naming),
            (f"POST {path}/tags/{{tag_id}}/enable", gone),
            (f"POST {path}/tags/{{tag_id}}/disable", gone),
            (f"POST {path}/fields", UNREAD),
            (f"PATCH {path}/fields/{{field_id}}", asking),
            (f"POST {path}/fields/{{field_id}}/enable", gone),
            (f"POST {path}/fields/{{field_id}}/disable", gone),
        ),
    )


def papers(service: str, path: str, on: str, *, read: str, write: str) -> tuple[Row, ...]:
    """The rows of the papers at one kind of record: whoever reads it looks at them, whoever writes it brings some.
    Without ``on`` the record is one that there is not."""
    at, gone = f"{path}/{{id}}/attachments", {"answers": 404}
    return (
        *rows(
            service,
            read,
            (f"GET {at}", {} if on else gone),
            (f"GET {at}/{{attachment_id}}/file", gone),
            (f"GET {at}/{{attachment_id}}/preview", gone),
            (f"POST {at}/{{attachment_id}}/withdraw", gone),
            on=on,
        ),
        *rows(service, write, (f"POST {at}", UNREAD)),
    )


ROWS = (
    *annotated(CUSTOMER, "/v1/customers", "customer", read="read customers", write="write customers"),
    *papers(CUSTOMER, "/v1/change-requests", "change request", read="read customers", write="write customers"),
    *papers(CUSTOMER, "/v1/records", "", read="read customers", write="write customers"),
    *papers(CUSTOMER, "/v1/imports", "", read="read customers", write="run imports"),
    *papers(REPORTING, "/v1/reports", "report", read="read reports", write="write reports"),
    *annotated(FEEDBACK, "/v1/cases", "case", read="read cases", write="file cases"),
)
