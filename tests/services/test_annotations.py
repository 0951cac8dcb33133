"""Notes, tags, files and own fields on customers and on cases: the same rules, each record's own access."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from chassis.audit import Reading
from chassis.auth import Scope
from chassis.db import new_id
from chassis.db.trail import Change
from chassis.files.storage import Storage
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.customer import CustomerChanged, CustomerKind
from contracts.permissions import Permission as P
from services.feedback.consumers import consumers

ALL, OWN = Scope.ALL, Scope.OWN


@dataclass
class Annotated:
    """A record in a service. ``own``: who owns it; ``reader``: who may read all; ``other``: who may see only own ones;
    ``keeper``: who defines tags and fields."""

    service: ServiceUnderTest
    path: str
    kind: str
    id: str
    own: Caller
    reader: Caller
    other: Caller
    keeper: Caller

    @property
    def at(self) -> str:
        return f"{self.path}/{self.id}"

    def version(self) -> int:
        version: int = self.own.get(self.at).json["version"]
        return version

    def trail(self, kind: str = "") -> list[Change]:
        with self.service.unit_of_work() as ctx:
            rows = select(Change).where(Change.kind == (kind or self.kind)).order_by(Change.id)
            return list(ctx.session.scalars(rows))


@pytest.fixture(params=["customer", "case_file"])
def record(request: pytest.FixtureRequest, start_service: Callable[[str], ServiceUnderTest]) -> Annotated:
    """One record of each kind that can be annotated."""
    name = {"customer": "customer", "case_file": "feedback"}[request.param]
    service = start_service(name)
    if name == "customer":
        writes = {P.CUSTOMER_READ: OWN, P.CUSTOMER_WRITE: OWN}
        own, other = service.person("孙磊", writes), service.person("吴倩", writes)
        reader = service.person("王芳", {P.CUSTOMER_READ: ALL})
        body = {"kind": "person", "name": "张三", "mobile": "13800138000"}
        made = own.post("/customers", body).json
        path = "/customers"
    else:
        writes = {P.CASE_READ: OWN, P.CASE_WRITE: OWN}
        own, other = service.person("孙磊", writes), service.person("吴倩", writes)
        reader = service.person("王芳", {P.CASE_READ: ALL})
        service.hear(consumers, customer_of(own))
        body = {"customer_code": "P2026000001X", "kind": "complaint", "channel": "phone", "content": "太慢"}
        made = own.post("/cases", body).json
        path = "/cases"
    service.app.extensions["storage"] = Storage("memory:///")
    keeper = service.person("管理员", {P.RECORD_CONFIGURE: ALL})
    return Annotated(service, path, request.param, made["id"], own, reader, other, keeper)


def customer_of(owner: Caller) -> CustomerChanged:
    """News of a customer that somebody owns."""
    return CustomerChanged(
        customer_id=new_id(),
        version=1,
        code="P2026000001X",
        external_code=None,
        kind=CustomerKind.PERSON,
        name="张三",
        active=True,
        owner_id=owner.actor.id,
        region="",
        industry="",
        email="",
    )


def heard(answer: Any) -> tuple[int, Any]:
    return answer.status_code, answer.json.get("code") or answer.json.get("fields")


# --- notes ---


def test_whoever_reads_a_record_may_note_something_at_it_and_changes_only_the_own_note(record: Annotated) -> None:
    note = record.reader.post(f"{record.at}/notes", {"text": "已电话联系"}).json
    assert (note["author_name"], note["actions"]) == ("王芳", ["edit", "withdraw"])
    path = f"{record.at}/notes/{note['id']}"
    [seen] = record.own.get(f"{record.at}/notes").json["items"]
    assert (seen["text"], seen["actions"]) == ("已电话联系", [])
    assert heard(record.own.patch(path, {"text": "改"}, version=1)) == (409, "not_the_author")
    changed = record.reader.patch(path, {"text": "已上门"}, version=1).json
    assert (changed["text"], changed["version"]) == ("已上门", 2)
    assert heard(record.reader.patch(path, {"text": "晚了"}, version=1)) == (412, "stale_version")


def test_a_withdrawn_note_shows_no_text_and_leaves_its_trace(record: Annotated) -> None:
    note = record.own.post(f"{record.at}/notes", {"text": "写错了"}).json
    path = f"{record.at}/notes/{note['id']}"
    withdrawn = record.own.post(f"{path}/withdraw", version=1).json
    assert (withdrawn["status"], withdrawn["text"], withdrawn["actions"]) == ("withdrawn", "", [])
    assert heard(record.own.post(f"{path}/withdraw", version=2)) == (409, "wrong_status")
    assert heard(record.own.patch(path, {"text": "又来"}, version=2)) == (409, "wrong_status")
    assert [(change.action, change.fields) for change in record.trail("note")] == [
        ("created", {}),
        ("changed", {"status": ["standing", "withdrawn"]}),
    ]


def test_a_note_may_mean_people_who_work_here(record: Annotated) -> None:
    meant = str(record.own.actor.id)
    note = record.reader.post(f"{record.at}/notes", {"text": "请看", "mentions": [meant, meant]}).json
    assert note["mentions"] == [meant]
    nobody = {"text": "请看", "mentions": ["00000000-0000-4000-8000-000000000000"]}
    assert record.reader.post(f"{record.at}/notes", nobody).json["fields"] == {"mentions": ["no_such_person"]}


def test_to_who_may_not_see_a_record_it_has_no_annotations_either(record: Annotated) -> None:
    note = record.own.post(f"{record.at}/notes", {"text": "秘密"}).json["id"]
    asked = [
        record.other.get(f"{record.at}/notes"),
        record.other.post(f"{record.at}/notes", {"text": "我也写"}),
        record.other.patch(f"{record.at}/notes/{note}", {"text": "改"}, version=1),
        record.other.get(f"{record.at}/attachments"),
        record.other.get(f"{record.at}/tags"),
        record.other.put(f"{record.at}/tags", {"tags": []}),
        record.other.get(f"{record.at}/fields"),
        record.other.put(f"{record.at}/fields", {"values": {}}, version=1),
    ]
    assert {heard(answer) for answer in asked} == {(404, "not_found")}


def test_a_look_at_what_hangs_on_a_record_is_on_record(record: Annotated) -> None:
    record.reader.get(f"{record.at}/notes")
    record.reader.get(f"{record.at}/attachments")
    with record.service.unit_of_work() as ctx:
        rows = select(Reading).where(Reading.actor_id == record.reader.actor.id)
        assert len(list(ctx.session.scalars(rows))) == 1  # one page and its parts are one reading


# --- attachments ---


def upload(record: Annotated, content: bytes, name: str = "合同.pdf", by: Caller | None = None, **more: str) -> Any:
    data = {"file": (io.BytesIO(content), name), **more}
    return (by or record.own).post(f"{record.at}/attachments", data=data, content_type="multipart/form-data")


def test_a_file_comes_back_as_it_was_given_and_never_as_a_page(record: Annotated) -> None:
    made = upload(record, b"<html>", "页.html").json
    assert (made["name"], made["size"], made["actions"]) == ("页.html", 6, ["fetch", "replace", "withdraw"])
    fetched = opener(record).get(f"{record.at}/attachments/{made['id']}/file")
    assert (fetched.data, fetched.mimetype) == (b"<html>", "application/octet-stream")
    assert fetched.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E9%A1%B5.html"
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"


def test_only_who_may_write_a_record_attaches_and_only_who_brought_a_file_withdraws_it(record: Annotated) -> None:
    assert upload(record, b"x", by=record.reader).status_code == 403
    assert upload(record, b"x", by=record.other).status_code == 404
    path = f"{record.at}/attachments/{upload(record, b'x').json['id']}"
    assert heard(record.reader.post(f"{path}/withdraw", version=1)) == (409, "not_the_author")
    assert record.own.post(f"{path}/withdraw", version=1).json["status"] == "withdrawn"
    assert heard(record.own.get(f"{path}/file")) == (409, "wrong_status")


def test_what_is_no_file_or_an_empty_one_is_refused(record: Annotated) -> None:
    assert upload(record, b"").json["fields"] == {"file": ["empty_file"]}
    nothing = record.own.post(f"{record.at}/attachments", data={"name": "x"}, content_type="multipart/form-data")
    assert nothing.json["fields"] == {"file": ["required"]}


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, kind, **more)
    return written.getvalue()


def test_what_a_file_is_is_found_by_its_bytes_whatever_it_is_called(record: Annotated) -> None:
    found = [upload(record, content, "合同.exe").json["media_type"] for content in (picture(), b"%PDF-1.4", b"<svg/>")]
    assert found == ["image/png", "application/pdf", "text/plain"]


@pytest.mark.parametrize("program", [b"MZ\x90\0", b"\x7fELF\2\1\1", b"#!/bin/sh\n"])
def test_a_program_is_not_taken_by_whatever_name(record: Annotated, program: bytes) -> None:
    assert heard(upload(record, program + bytes(100), "表.pdf")) == (422, "file_type_refused")
    assert record.own.get(f"{record.at}/attachments").json["items"] == []


def test_who_sees_a_customer_masked_opens_no_paper_of_it_and_who_brought_one_does(record: Annotated) -> None:
    made = upload(record, picture()).json
    masked = record.kind == "customer"  # who reads a case reads it plain
    [seen] = record.reader.get(f"{record.at}/attachments").json["items"]
    assert ("fetch" in seen["actions"]) is not masked
    for part in ("file", "preview"):
        answer = record.reader.get(f"{record.at}/attachments/{made['id']}/{part}")
        assert answer.status_code == (403 if masked else 200)
        assert record.own.get(f"{record.at}/attachments/{made['id']}/{part}").status_code == 200


def opener(record: Annotated) -> Caller:
    """Whoever opens the papers of the record beside its owner."""
    return record.own if record.kind == "customer" else record.reader


def test_a_newer_version_takes_the_place_of_a_paper_and_the_older_one_can_still_be_fetched(record: Annotated) -> None:
    first = upload(record, b"v1").json
    second = upload(record, b"v2", replaces=first["id"]).json
    assert (second["number"], second["series_id"], second["version"]) == (2, first["series_id"], 1)
    assert heard(upload(record, b"v3", replaces=first["id"])) == (409, "wrong_status")
    newest, older = record.own.get(f"{record.at}/attachments").json["items"]
    assert (newest["number"], newest["actions"]) == (2, ["fetch", "replace", "withdraw"])
    assert (older["status"], older["actions"]) == ("replaced", ["fetch"])
    assert opener(record).get(f"{record.at}/attachments/{older['id']}/file").data == b"v1"
    seen = record.reader.get(f"{record.at}/attachments").json["items"]
    assert [each["actions"] for each in seen] == [[] if record.kind == "customer" else ["fetch"]] * 2


def test_a_paper_of_another_record_is_not_replaced(record: Annotated) -> None:
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert heard(upload(record, b"v2", replaces=nowhere)) == (404, "not_found")
    assert upload(record, b"v2", replaces="").status_code == 201


def test_a_picture_and_a_pdf_are_looked_at_as_pictures_drawn_anew(record: Annotated) -> None:
    photo = picture("JPEG", (3000, 1000), exif=Image.Exif())
    made = upload(record, photo, "表.jpg").json
    assert made["pages"] == 1
    seen = opener(record).get(f"{record.at}/attachments/{made['id']}/preview")
    assert (seen.mimetype, Image.open(io.BytesIO(seen.data)).size) == ("image/webp", (1600, 533))
    pdf = upload(record, picture("PDF", save_all=True, append_images=[Image.new("RGB", (10, 10))]), "表.pdf").json
    assert pdf["pages"] == 2
    at = f"{record.at}/attachments/{pdf['id']}/preview"
    assert [record.own.get(f"{at}?page={page}").status_code for page in (1, 2, 3)] == [200, 200, 404]
    assert record.other.get(at).status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload='x'/>", b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n broken", b"text"])
def test_what_cannot_be_drawn_has_no_pages_and_is_fetched_only(record: Annotated, content: bytes) -> None:
    made = upload(record, content).json
    assert made["pages"] == 0
    assert record.own.get(f"{record.at}/attachments/{made['id']}/preview").status_code in {404, 422}
    assert record.own.get(f"{record.at}/attachments/{made['id']}/file").data == content


# --- tags ---


def tag(record: Annotated, name: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = record.keeper.post(f"{record.path}/tags", {"name": name, **more}).json
    return made


def test_a_record_has_exactly_the_tags_it_was_given_and_its_trail_says_which_came_and_went(record: Annotated) -> None:
    first, second = tag(record, "重点", color="red")["id"], tag(record, "回访")["id"]
    record.own.put(f"{record.at}/tags", {"tags": [first]})
    kept = record.own.put(f"{record.at}/tags", {"tags": [second, second]}).json["tags"]
    assert [each["name"] for each in kept] == ["回访"]
    assert record.reader.get(f"{record.at}/tags").json["tags"] == kept
    tagged = [change.fields for change in record.trail() if change.action == "tagged"]
    assert tagged == [{"tags": [[], ["重点"]]}, {"tags": [["重点"], ["回访"]]}]


def test_a_tag_that_is_offered_no_more_stays_where_it_is_and_comes_nowhere_else(record: Annotated) -> None:
    old, new = tag(record, "旧"), tag(record, "新")
    record.own.put(f"{record.at}/tags", {"tags": [old["id"]]})
    assert record.keeper.post(f"{record.path}/tags/{old['id']}/disable", version=1).json["active"] is False
    both = {"tags": [old["id"], new["id"]]}
    assert len(record.own.put(f"{record.at}/tags", both).json["tags"]) == 2
    record.own.put(f"{record.at}/tags", {"tags": []})
    assert record.own.put(f"{record.at}/tags", both).json["fields"] == {"tags": ["unknown_choice"]}
    record.keeper.post(f"{record.path}/tags/{old['id']}/enable", version=2)
    assert len(record.own.put(f"{record.at}/tags", both).json["tags"]) == 2


def test_two_tags_of_one_kind_are_not_called_the_same(record: Annotated) -> None:
    tag(record, "Key")
    assert tag(record, "KEY")["fields"] == {"name": ["already_taken"]}
    other = tag(record, "Other")
    renamed = record.keeper.patch(f"{record.path}/tags/{other['id']}", {"name": "key"}, version=1)
    assert renamed.json["fields"] == {"name": ["already_taken"]}
    assert record.keeper.patch(f"{record.path}/tags/{other['id']}", {"name": "OTHER"}, version=1).status_code == 200
    assert record.own.post(f"{record.path}/tags", {"name": "mine"}).status_code == 403


# --- own fields ---


def define(record: Annotated, key: str, type: str = "text", **more: Any) -> dict[str, Any]:
    body = {"key": key, "type": type, "title_zh": key, "title_en": key, **more}
    made: dict[str, Any] = record.keeper.post(f"{record.path}/fields", body).json
    return made


def fill(record: Annotated, by: Caller | None = None, **values: Any) -> Any:
    return (by or record.own).put(f"{record.at}/fields", {"values": values}, version=record.version())


def test_what_is_filled_in_stays_is_in_the_trail_and_needs_the_record_s_version(record: Annotated) -> None:
    define(record, "colour")
    define(record, "budget", "money")
    before = record.version()
    filled = fill(record, colour="红", budget="12.5").json
    assert (filled["custom"], filled["version"]) == ({"colour": "红", "budget": "12.50"}, before + 1)
    assert fill(record, colour=None).json["custom"] == {"budget": "12.50"}
    stale = record.own.put(f"{record.at}/fields", {"values": {"colour": "蓝"}}, version=before)
    assert heard(stale) == (412, "stale_version")
    changed = [change.fields for change in record.trail() if "custom.colour" in change.fields]
    assert changed == [
        {"custom.colour": [None, "红"], "custom.budget": [None, "12.50"]},
        {"custom.colour": ["红", None]},
    ]


def test_every_value_that_does_not_fit_is_named_and_nothing_is_half_written(record: Annotated) -> None:
    define(record, "born", "date")
    define(record, "colour", "choice", choices=[{"value": "red", "zh": "红", "en": "red"}])
    define(record, "agent", "person")
    answer = fill(record, born="2026-13-01", colour="blue", unknown=1, agent="00000000-0000-4000-8000-000000000000")
    assert answer.json["fields"] == {
        "custom.born": ["not_a_date"],
        "custom.colour": ["unknown_choice"],
        "custom.unknown": ["unknown_field"],
        "custom.agent": ["no_such_person"],
    }
    assert record.own.get(f"{record.at}/fields").json["custom"] == {}


def test_a_required_field_has_to_be_filled_in_and_a_default_fills_what_was_left_out(record: Annotated) -> None:
    define(record, "colour", required=True)
    define(record, "grade", default="B")
    assert fill(record, grade="A").json["fields"] == {"custom.colour": ["required"]}
    assert fill(record, colour="红").json["custom"] == {"colour": "红", "grade": "B"}
    assert fill(record, colour="").json["fields"] == {"custom.colour": ["required"]}
    assert fill(record, grade=None).json["custom"] == {"colour": "红"}


def test_a_field_that_is_asked_for_no_more_keeps_what_was_filled_in(record: Annotated) -> None:
    field = define(record, "colour")
    fill(record, colour="红")
    record.keeper.post(f"{record.path}/fields/{field['id']}/disable", version=1)
    assert fill(record, colour="蓝").json["fields"] == {"custom.colour": ["unknown_field"]}
    assert record.own.get(f"{record.at}/fields").json["custom"] == {"colour": "红"}
    record.keeper.post(f"{record.path}/fields/{field['id']}/enable", version=2)
    assert fill(record, colour="蓝").json["custom"] == {"colour": "蓝"}


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"key": "Colour"}, {"key": ["not_a_key"]}),
        ({"key": "1st"}, {"key": ["not_a_key"]}),
        ({"type": "choice"}, {"choices": ["required"]}),
        ({"choices": [{"value": "a", "zh": "甲", "en": "a"}]}, {"choices": ["invalid"]}),
        ({"type": "number", "default": "many"}, {"default": ["not_a_number"]}),
        ({"key": "taken"}, {"key": ["already_taken"]}),
    ],
)
def test_a_definition_that_does_not_hold_is_refused(record: Annotated, body: Any, refused: Any) -> None:
    define(record, "taken")
    answer = record.keeper.post(
        f"{record.path}/fields", {"key": "colour", "type": "text", "title_zh": "色", "title_en": "colour", **body}
    )
    assert answer.json["fields"] == refused


def test_choices_can_be_added_but_none_taken_away(record: Annotated) -> None:
    red, blue = ({"value": value, "zh": value, "en": value} for value in ("red", "blue"))
    field = define(record, "colour", "choice", choices=[red])
    path, titles = f"{record.path}/fields/{field['id']}", {"title_zh": "颜色", "title_en": "Colour"}
    without = record.keeper.patch(path, {**titles, "choices": [blue]}, version=1)
    assert without.json["fields"] == {"choices": ["choice_missing"]}
    assert record.keeper.patch(path, {**titles, "choices": [red, blue]}, version=1).json["title_zh"] == "颜色"


def test_personal_fields_are_masked_to_who_does_not_see_the_record_plain(record: Annotated) -> None:
    define(record, "passport", personal=True)
    define(record, "colour")
    fill(record, passport="E1234", colour="红")
    masked = record.kind == "customer"  # who reads a case reads it plain
    seen = record.reader.get(f"{record.at}/fields").json["custom"]
    assert seen == {"passport": "***" if masked else "E1234", "colour": "红"}
    assert record.own.get(f"{record.at}/fields").json["custom"]["passport"] == "E1234"
    for sent in ({"passport": "***"}, {"passport": "***", "colour": "红"}):
        fill(record, **sent)
        assert record.own.get(f"{record.at}/fields").json["custom"]["passport"] == "E1234", "a mask changes nothing"
    half = fill(record, passport="E1**4")
    assert half.json["fields"] == {"custom.passport": ["masked_value"]}
    assert [sorted(change.fields) for change in record.trail() if "personal.passport" in change.fields] == [
        ["custom.colour", "personal.passport"]
    ]
