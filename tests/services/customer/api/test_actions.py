"""An answer names exactly what would not be refused to whoever asks: by state, by who, by how far the right reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.customer import CustomerStatus
from contracts.reporting import Tier
from services.auth.domain.roles import DELIVERED
from services.customer.consumers import consumers
from tests.services.customer.importing import PERSONS, Imports, lines
from tests.services.customer.scenario import judged

Add = Callable[..., dict[str, Any]]
ROLES = {role.code: role.permissions for role in DELIVERED}
REASON = {"reason": "理由"}


@dataclass(frozen=True)
class Call:
    """How an action is asked for: ``path`` below the record's own, '' for the record itself; ``body``: what is sent, or
    what makes it of the record's path and version."""

    path: str
    body: Any = None
    method: str = "POST"

    def of(self, by: Caller, path: str, version: int) -> Any:
        where = f"{path}/{self.path}" if self.path else path
        body = self.body(path, version) if callable(self.body) else self.body
        return by.call(self.method, where, body, version=version)


def with_itself(path: str, version: int) -> dict[str, Any]:
    """A merge of a customer with itself: refused for what it is, to whoever may merge."""
    return {"absorbed_id": path.rsplit("/", 1)[1], "absorbed_version": version}


def is_refused(answer: Any) -> bool:
    """Whether an answer says that this may not be done now, or not by this person."""
    if answer.status_code == 409:
        return answer.json["code"] in {"wrong_status", "same_person"}
    return answer.status_code in {403, 404}


def assert_named_is_allowed(
    people: Mapping[str, Caller],
    make: Callable[[], tuple[str, int]],
    named_to: Callable[[Caller, str], list[str]],
    calls: Mapping[str, Call],
) -> dict[str, list[str]]:
    """Ask for every action by everybody, each on a record as ``make`` makes it (its path and version), and hold the
    answers against what the record named before. Returns what it named to each."""
    path, version = make()
    named = {}
    for who, caller in people.items():
        named[who] = named_to(caller, path)
        assert set(named[who]) <= calls.keys()
        for action, call in calls.items():
            answer = call.of(caller, path, version)
            assert is_refused(answer) is (action not in named[who]), (who, action, named[who], answer.json)
            if answer.status_code < 300:
                path, version = make()
    return named


def in_answer(caller: Caller, path: str) -> list[str]:
    """The actions that a record's own answer names; none where there is none for this person."""
    answer = caller.get(path)
    assert answer.status_code in (200, 403, 404), answer.json
    return list(answer.json["actions"]) if answer.status_code == 200 else []


def in_list(path: str) -> Callable[[Caller, str], list[str]]:
    """The same of the rows of a list."""

    def named(caller: Caller, record: str) -> list[str]:
        answer = caller.get(path)
        assert answer.status_code in (200, 403, 404), answer.json
        items = answer.json["items"] if answer.status_code == 200 else []
        return next((row["actions"] for row in items if row["id"] == record.rsplit("/", 1)[1]), [])

    return named


@pytest.fixture
def people(service: ServiceUnderTest) -> dict[str, Caller]:
    """Everybody with the rights of a delivered role; some in the owner's department, some in another."""
    for department in ("sales", "service", "key"):
        service.department(department)
    departments = {"owner": "sales", "seller": "sales", "head": "sales", "author": "service", "lead": "service"}
    roles = {
        "owner": "sales",
        "seller": "sales",
        "head": "department_manager",
        "author": "service",
        "lead": "service_lead",
        "other_head": "department_manager",
        "manager": "customer_manager",
        "verifier": "verifier",
        "leader": "leadership",
        "administrator": "administrator",
        "auditor": "auditor",
    }
    return {
        who: service.person(who, ROLES[role], department=departments.get(who, "key"), roles=(role,))
        for who, role in roles.items()
    }


@pytest.fixture
def enter(people: dict[str, Caller]) -> Callable[..., dict[str, Any]]:
    """``enter(status)`` is a customer of the owner's, entered by somebody else, in that state."""

    def make(status: CustomerStatus, **values: Any) -> dict[str, Any]:
        def act(by: str, action: str, body: Any = None) -> None:
            answer = people[by].post(f"/customers/{made['id']}/{action}", body, version=made["version"])
            assert answer.status_code == 200, answer.json
            made.update(answer.json)

        owner_id = str(people["owner"].actor.id)
        body = {"kind": "person", "name": "张三", "mobile": "13812345678", "owner_id": owner_id, **values}
        answer = people["author"].post("/customers", body | {"confirm_duplicate": True})
        assert answer.status_code == 201, answer.json
        made = dict(answer.json)
        if status is not CustomerStatus.DRAFT:
            act("author", "submit")
        if status is CustomerStatus.RETURNED:
            act("verifier", "return", REASON)
        if status in (CustomerStatus.ACTIVE, CustomerStatus.DISABLED):
            act("verifier", "approve")
        if status is CustomerStatus.DISABLED:
            act("owner", "disable", REASON)
            request = made["change_request"]
            people["verifier"].post(f"/change-requests/{request['id']}/approve", version=request["version"])
            made.update(people["owner"].get(f"/customers/{made['id']}").json)
        return made

    return make


@pytest.mark.parametrize("status", CustomerStatus)
def test_a_customer_names_what_each_may_do(
    people: dict[str, Caller], enter: Callable[..., dict[str, Any]], status: CustomerStatus
) -> None:
    calls = {
        "edit": Call("", {"hobbies": "钓鱼"}, "PATCH"),
        "submit": Call("submit"),
        "approve": Call("approve"),
        "return": Call("return", REASON),
        "withdraw": Call("withdraw"),
        "disable": Call("disable", REASON),
        "enable": Call("enable"),
        "merge": Call("merge", with_itself),
        "separate": Call("separate"),
        "give": Call("owner", {"owner_id": str(people["seller"].actor.id)}),
        "contacts": Call("contacts", {"name": "李四"}),
        "records": Call("records", {"kind": "call", "text": "回访"}),
        "reveal": Call("reveal", {"purpose": "contact", "note": "回访客户"}),
    }

    def make() -> tuple[str, int]:
        made = enter(status)
        return f"/customers/{made['id']}", made["version"]

    named = assert_named_is_allowed(people, make, in_answer, calls)
    writing = ["edit", "give", "contacts", "records"]
    assert set(writing) <= set(named["owner"])
    assert ("approve" in named["verifier"]) is (status is CustomerStatus.SUBMITTED)
    asking = {CustomerStatus.ACTIVE: ["edit", "disable", "merge", "give"], CustomerStatus.DISABLED: ["edit", "give"]}
    assert named["head"] == [*asking.get(status, []), "contacts", "records", "reveal"]
    assert named["leader"] == ["contacts", "records", "reveal"]
    assert {"contacts", "records"} <= set(named["verifier"]) & set(named["leader"])
    assert named["seller"] == named["other_head"] == named["administrator"] == named["auditor"] == []
    assert (set(writing) <= set(named["author"])) is (status is not CustomerStatus.DISABLED)
    if status is CustomerStatus.ACTIVE:
        assert named["author"] == ["edit", "disable", "merge", "give", "contacts", "records"], (
            "customer service asks for it"
        )


def test_whoever_wrote_a_part_of_the_entry_may_return_it_and_not_approve_it(
    service: ServiceUnderTest, people: dict[str, Caller]
) -> None:
    both = service.person(
        "兼任", {**ROLES["verifier"], **ROLES["leadership"], **ROLES["sales"]}, roles=("sales", "verifier")
    )
    calls = {"approve": Call("approve"), "return": Call("return", REASON)}

    def make() -> tuple[str, int]:
        body = {"kind": "person", "name": "张三", "owner_id": str(both.actor.id), "submit": True}
        made = people["author"].post("/customers", body).json
        written = both.patch(f"/customers/{made['id']}", {"hobbies": "棋"}, version=made["version"]).json
        return f"/customers/{written['id']}", written["version"]

    def named(caller: Caller, path: str) -> list[str]:
        return [action for action in in_answer(caller, path) if action in calls]

    found = assert_named_is_allowed({"both": both, "verifier": people["verifier"]}, make, named, calls)
    assert found == {"both": ["return"], "verifier": ["approve", "return"]}


def test_a_contact_names_what_each_may_do(people: dict[str, Caller], enter: Callable[..., dict[str, Any]]) -> None:
    customer = enter(CustomerStatus.ACTIVE)
    contact = people["owner"].post(f"/customers/{customer['id']}/contacts", {"name": "李四"}).json
    assert contact["actions"] == ["edit", "disable"]
    proposed = people["head"].post(f"/customers/{customer['id']}/contacts", {"name": "赵六"}).json
    assert (proposed["status"], proposed["active"], proposed["actions"]) == ("proposed", False, [])
    calls = {"approve": Call("approve"), "refuse": Call("refuse", REASON)}

    def propose() -> tuple[str, int]:
        made = people["head"].post(f"/customers/{customer['id']}/contacts", {"name": "赵六"}).json
        return f"/contacts/{made['id']}", made["version"]

    found = assert_named_is_allowed(people, propose, in_list(f"/customers/{customer['id']}/contacts"), calls)
    assert {who for who, actions in found.items() if actions} == {"owner", "verifier"}
    for who, caller in people.items():
        named = in_list(f"/customers/{customer['id']}/contacts")(caller, f"/contacts/{contact['id']}")
        assert named == (["edit", "disable"] if who == "owner" else [])
        if who != "owner":
            assert caller.post(f"/contacts/{contact['id']}/disable", version=1).status_code in (403, 404)
    disabled = people["owner"].post(f"/contacts/{contact['id']}/disable", version=1).json
    assert disabled["actions"] == ["edit", "enable"]


def test_a_change_that_waits_names_what_each_may_do(
    service: ServiceUnderTest, people: dict[str, Caller], enter: Callable[..., dict[str, Any]]
) -> None:
    asker = service.person("兼任", {**ROLES["verifier"], **ROLES["sales"]}, department="sales", roles=("sales",))

    def make() -> tuple[str, int]:
        made = enter(CustomerStatus.ACTIVE, owner_id=str(asker.actor.id))
        changed = asker.patch(f"/customers/{made['id']}", {"name": "张叁"}, version=made["version"]).json
        request = changed["change_request"]
        assert request["actions"] == []
        return f"/change-requests/{request['id']}", request["version"]

    calls = {"approve": Call("approve"), "reject": Call("reject", REASON)}
    everybody = {**people, "asker": asker}
    named = assert_named_is_allowed(everybody, make, in_list("/change-requests?limit=200"), calls)
    assert {who for who, actions in named.items() if actions} == {"verifier"}
    path, _ = make()
    for status, asked in (("approved", "approve"), ("rejected", "reject")):
        path, version = make()
        assert calls[asked].of(people["verifier"], path, version).json["actions"] == []
        assert in_list(f"/change-requests?limit=200&status={status}")(people["verifier"], path) == []


def test_a_view_request_names_what_each_may_do(
    service: ServiceUnderTest, people: dict[str, Caller], enter: Callable[..., dict[str, Any]]
) -> None:
    vip = enter(CustomerStatus.ACTIVE)
    service.hear(consumers, judged(vip, Tier.VIP))
    calls = {"approve": Call("approve", {}), "refuse": Call("refuse", REASON), "end": Call("end")}

    def ask() -> tuple[str, int]:
        body = {"customer_code": vip["code"], "purpose": "客户来店", "hours": 2}
        made = people["manager"].post("/view-requests", body).json
        assert made["actions"] == ["end"]
        return f"/view-requests/{made['id']}", made["version"]

    def ask_and_approve() -> tuple[str, int]:
        path, version = ask()
        return path, people["head"].post(f"{path}/approve", {}, version=version).json["version"]

    for make, state in ((ask, "waiting"), (ask_and_approve, "approved")):
        named = assert_named_is_allowed(people, make, _view_request(state), calls)
        assert {who for who, actions in named.items() if "end" in actions} == {"head", "leader", "manager"}
        deciding = {who for who, actions in named.items() if "approve" in actions}
        assert deciding == ({"head", "leader"} if state == "waiting" else set())


def _view_request(status: str) -> Callable[[Caller, str], list[str]]:
    own, deciding = in_list("/view-requests?limit=200"), in_list(f"/view-requests/to-decide?limit=200&status={status}")
    return lambda caller, path: own(caller, path) or deciding(caller, path)


def test_an_export_names_what_each_may_do(
    service: ServiceUnderTest, people: dict[str, Caller], enter: Callable[..., dict[str, Any]]
) -> None:
    enter(CustomerStatus.ACTIVE)
    policy = people["leader"].get("/exports/policy").json
    assert policy["actions"] == ["edit"]
    head = people["head"].get("/exports/policy").json
    assert head["actions"] == []
    assert people["head"].patch("/exports/policy", {"rows_unasked": 0}, version=1).status_code == 403
    people["leader"].patch("/exports/policy", {"rows_unasked": 0}, version=policy["version"])
    calls = {"approve": Call("approve", {}), "refuse": Call("refuse", REASON), "file": Call("file", method="GET")}

    def ask() -> tuple[str, int]:
        made = people["head"].post("/exports", {"format": "csv"}).json
        assert (made["status"], made["actions"]) == ("waiting", [])
        return f"/exports/{made['id']}", made["version"]

    def ask_and_approve() -> tuple[str, int]:
        path, version = ask()
        return path, people["leader"].post(f"{path}/approve", {}, version=version).json["version"]

    def named_to(caller: Caller, path: str) -> list[str]:
        own, deciding = in_list("/exports?limit=200"), in_list("/exports/to-approve?limit=200")
        return own(caller, path) or deciding(caller, path)

    named = assert_named_is_allowed(people, ask, named_to, calls)
    assert {who: actions for who, actions in named.items() if actions} == {"leader": ["approve", "refuse"]}
    named = assert_named_is_allowed(people, ask_and_approve, named_to, calls)
    assert not any(named.values())


def test_a_hand_over_names_what_each_may_do(
    service: ServiceUnderTest, people: dict[str, Caller], enter: Callable[..., dict[str, Any]]
) -> None:
    calls = {"take": Call("take"), "give": Call("give", {"owner_id": str(people["manager"].actor.id)})}

    def make() -> tuple[str, int]:
        customer = enter(CustomerStatus.ACTIVE)
        service.hear(consumers, judged(customer, Tier.VIP))
        items = people["manager"].get("/hand-overs?limit=200").json["items"]
        [row] = [item for item in items if item["customer_id"] == customer["id"]]
        return f"/hand-overs/{row['id']}", row["version"]

    named = assert_named_is_allowed(people, make, in_list("/hand-overs?limit=200"), calls)
    assert {who: actions for who, actions in named.items() if actions} == {
        "manager": ["take"],
        "head": ["give"],
        "leader": ["give"],
    }


def test_an_import_names_what_each_may_do(service: ServiceUnderTest, people: dict[str, Caller]) -> None:
    imports = Imports(service, people["author"], people["verifier"])
    calls = {
        "mapping": Call("mapping", {}),
        "read-again": Call("read-again", {}),
        "start": Call("start", {}),
        "approve": Call("approve"),
        "return-rows": Call("return-rows", {"rows": [2], **REASON}),
        "return": Call("return", REASON),
        "take-back": Call("take-back"),
    }
    numbers = iter(range(1_000))

    def uploaded() -> dict[str, Any]:
        return imports.upload(lines(PERSONS, f"C{next(numbers)},张三,男,"))

    def stored() -> dict[str, Any]:
        return imports.act("start", uploaded(), {})

    def done() -> dict[str, Any]:
        return imports.approve(stored())

    expected = {
        uploaded: {"author": ["mapping", "read-again", "start", "take-back"]},
        stored: {"author": ["take-back"], "verifier": ["approve", "return-rows", "return"]},
        done: {"author": ["take-back"]},
    }
    for state, may in expected.items():

        def make(state: Callable[[], dict[str, Any]] = state) -> tuple[str, int]:
            batch = state()
            return f"/imports/{batch['id']}", batch["version"]

        named = assert_named_is_allowed(people, make, in_answer, calls)
        assert {who: actions for who, actions in named.items() if actions} == may
