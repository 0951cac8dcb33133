"""A service that many tests share is to each of them as if nobody had used it."""

from __future__ import annotations

from collections.abc import Callable

from chassis.auth import Scope
from chassis.auth.revocations import record_revocations
from chassis.testing.service import ServiceUnderTest
from contracts.permissions import Permission as P

Start = Callable[[str], ServiceUnderTest]
READER = {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_WRITE: Scope.OWN}
ENTRY = {"kind": "person", "name": "张三", "mobile": "13843771497"}


def test_its_app_and_what_that_had_read_are_as_they_were(start_service: Start) -> None:
    service = start_service("customer")
    reader = service.person("王芳", READER)
    service.app.extensions["settings"] = service.app.config["MAX_CONTENT_LENGTH"] = None
    service.app.extensions["more"] = 1
    with service.unit_of_work() as ctx:
        record_revocations(ctx.session, [(reader.actor.id, ctx.now)])
    service.app.extensions["verifier"].look_again()
    assert reader.get("/customers").status_code == 401
    again = start_service("customer")
    assert again.app.extensions["settings"].service_name == "customer"
    assert again.app.config["MAX_CONTENT_LENGTH"]
    assert "more" not in again.app.extensions
    assert reader.get("/customers").json["items"] == []


def test_its_records_and_their_codes_begin_anew(start_service: Start) -> None:
    first = start_service("customer").person("王芳", READER).post("/customers", ENTRY, key="1").json
    service = start_service("customer")
    reader = service.person("王芳", READER)
    assert reader.get("/customers").json["items"] == []
    second = reader.post("/customers", ENTRY, key="1").json
    assert (second["code"], second["id"] == first["id"]) == (first["code"], False)
    with service.unit_of_work() as ctx:
        assert ctx.session.connection().exec_driver_sql("SELECT count(*) FROM change").scalar() == 1
