"""One company to ask about: people of each role, and records of each kind at each relation to them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.services import SERVICES
from ops.demo.door import Door, eventually
from tests.access.company import Belongs, Secrets, Someone, World, ask
from tests.access.matrix import EXPORTERS
from tests.access.rights import OWNERS, READERS, STAFF, Relation
from tests.fleet import PASSWORD, Fleet
from tests.services.auth.authenticator import Authenticator

R = Relation
PLACES = {R.DEPARTMENT: "north", R.BELOW: "below", R.OTHER: "south"}
"""Where the people of the matrix find the records of others; they themselves work in the north."""


def build(fleet: Fleet, admin: Door) -> World:
    """The company, with everything in place and heard of everywhere."""
    world = World(fleet)
    _departments(world, admin)
    _people(world, admin)
    _review(world)
    _customers(world)
    _vips(world, admin)
    _imports(world)
    _exports(world)
    _without_owner(world, admin)
    settle(world)
    return world


def _departments(world: World, admin: Door) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    for name, title, parent in (
        ("north", "北方部", root["id"]),
        ("below", "北方一组", "north"),
        ("south", "南方部", root["id"]),
    ):
        made = admin.post("/departments", {"name": title, "parent_id": world.departments.get(parent, parent)})
        world.departments[name] = made["id"]
    for relation, place in PLACES.items():
        world.keep("department", relation, world.departments[place])


def _people(world: World, admin: Door) -> None:
    def hire(name: str, roles: list[str], place: str) -> None:
        door = world.fleet.hire(admin, f"access.{name}", f"员工{name}", roles, world.departments[place])
        world.people[name] = Someone(door.get("/me")["id"], door)

    for role in STAFF:
        hire(role, [role], "north")
        world.keep("person", R.OWN, admin.get(f"/staff/{world.people[role].id}"), role)
    for relation, place in PLACES.items():
        hire(f"{place}.owner", ["sales", "service"], place)
        hire(f"{place}.manager", ["customer_manager"], place)
        world.keep("person", relation, world.people[f"{place}.owner"].id)
        world.keep("account", relation, _account(world, admin, f"spare.{place}", place)["id"])
    left = _account(world, admin, "left", "north")
    world.keep("person", R.DEPARTMENT_DISABLED, admin.post(f"/staff/{left['id']}/disable", version=left["version"]))
    hire("both", ["service", "verifier", "customer_manager"], "north")
    sessions = admin.get(f"/staff/{world.people['south.owner'].id}/sessions")
    world.keep("session", R.OTHER, sessions["items"][0]["id"])
    world.keep("passkey", R.OTHER, _passkey(world, admin))


def _passkey(world: World, admin: Door) -> Any:
    """The passkey of somebody in the south."""
    door = world.fleet.hire(admin, "access.key", "员工钥匙", ["sales"], world.departments["south"])
    asked = door.post("/me/second-factor/passkeys", {"password": PASSWORD})
    made = Authenticator().make(asked["options"], origin=world.fleet.site.public_url)
    sent = {"challenge": asked["challenge"], "name": "Key", **made}
    code = door.post("/me/second-factor/passkeys/confirm", sent)["recovery_codes"][0]
    credentials = {"username": "access.key", "password": PASSWORD, "code": code}
    token = world.fleet.client.ask("POST", "/api/v1/auth/tokens", body=credentials)["access_token"]
    return Door(world.fleet.client, token).get("/me/second-factor")["passkeys"][0]["id"]


def _review(world: World) -> None:
    """A review of these accounts; there is one at a time."""
    assert ask(world, "administrator", "POST", "/v1/account-reviews").status == 201


def _account(world: World, admin: Door, name: str, place: str) -> Any:
    person = {"username": f"access.{name}", "name": f"员工{name}", "roles": ["sales"]}
    return admin.post("/staff", {**person, "department_id": world.departments[place]})


def _customers(world: World) -> None:
    """Own ones of each role that may own one, those of colleagues, and disabled ones."""
    for relation, place in PLACES.items():
        _customer(world, f"{place}.owner", relation)
    _customer(world, "north.owner", R.DEPARTMENT_DISABLED)
    for role in OWNERS:
        for relation in (R.OWN, R.OWN_DISABLED):
            _customer(world, role, relation)
    for relation, place in PLACES.items():
        changed = enter(world, f"{place}.owner")
        customer = world.patch(f"{place}.owner", f"/customers/{changed['id']}", {"sex": "female"}, changed["version"])
        world.keep("change request", relation, customer["change_request"])
        draft(world, f"{place}.owner", f"{place}.owner")
    draft(world, "sales", "south.owner")


def enter(world: World, owner: str, **values: Any) -> Any:
    """An entry that was checked: a customer of somebody, with numbers that are found nowhere else."""
    number = next(world.numbers)
    name, mobile, mail = f"阵客{number:03}", f"1391{number:03}5678", f"zhen{number:03}@kehu.example"
    address = f"北京市海淀区阵前路{number:03}号"
    entry = {"kind": "person", "name": name, "mobile": mobile, "email": mail, "address": "上海市黄浦区", **values}
    author = "north.owner"
    made = world.door(author).post("/customers", {**entry, "submit": True})
    made = world.door("verifier").post(f"/customers/{made['id']}/approve", version=made["version"])
    made = world.patch(author, f"/customers/{made['id']}", {"address": address}, made["version"])
    contact = {"name": f"赵{number:03}", "phone": f"1371{number:03}4321", "email": f"zhao{number:03}@kehu.example"}
    kept = world.door(author).post(f"/customers/{made['id']}/contacts", contact)
    made["contact"] = kept["id"]
    plain = (mobile, mail, f"阵前路{number:03}号", contact["phone"], contact["email"])
    world.secrets[made["id"]] = Secrets(name, plain)
    world.secrets[kept["id"]] = Secrets(contact["name"], plain[3:])
    if owner != author:
        made |= give(world, made, owner)
    world.customers[made["id"]] = Belongs(owner)
    return made


def draft(world: World, author: str, owner: str) -> Any:
    """An entry of somebody for an owner that nobody has checked yet."""
    number = next(world.numbers)
    name, mobile = f"录客{number:03}", f"1361{number:03}2468"
    entry = {"kind": "person", "name": name, "mobile": mobile, "owner_id": world.people[owner].id, "submit": True}
    made = world.door(author).post("/customers", entry)
    world.secrets[made["id"]] = Secrets(name, (mobile,))
    world.customers[made["id"]] = Belongs(owner, author)
    return made


def give(world: World, customer: Any, owner: str) -> Any:
    """Hand a customer of the north to somebody."""
    body = {"owner_id": world.people[owner].id}
    return world.door("north.owner").post(f"/customers/{customer['id']}/owner", body, version=customer["version"])


def _customer(world: World, owner: str, relation: Relation) -> None:
    """A customer with its contact and its case; a disabled one is handed over when it is disabled already."""
    role = owner if relation in (R.OWN, R.OWN_DISABLED) else ""
    disabled = relation in (R.OWN_DISABLED, R.DEPARTMENT_DISABLED)
    made = enter(world, "north.owner" if disabled else owner)
    case = file_case(world, "south.owner", made["id"])
    if disabled:
        path = f"/customers/{made['id']}/disable"
        made |= world.door("north.owner").post(path, {"reason": "停业"}, version=made["version"])
        if owner != "north.owner":
            made |= give(world, made, owner)
            world.customers[made["id"]] = Belongs(owner)
    world.keep("customer", relation, made["id"], role)
    world.keep("contact", relation, made["contact"], role)
    world.keep("case", relation, case["id"], role)


def file_case(world: World, by: str, customer_id: str, kind: str = "feedback") -> Any:
    """A case of a customer, as soon as feedback has heard of it."""
    body = {"customer_id": customer_id, "kind": kind, "channel": "phone", "content": "安装很快"}

    def filed() -> Any:
        said = ask(world, by, "POST", "/v1/cases", body)
        return said.body if said.status == 201 else None

    return eventually(filed, what="the customer to be known to feedback", every=0.02)


def _vips(world: World, admin: Door) -> None:
    """VIP customers that wait for a customer manager, and requests to view them."""
    vips = {relation: enter(world, f"{place}.owner", external_code=f"ZV{place}") for relation, place in PLACES.items()}
    today = datetime.now(UTC).date().isoformat()
    rows = [
        {
            "external_id": f"ZT-{place}",
            "customer_code": f"ZV{place}",
            "occurred_on": today,
            "quantity": 900,
            "amount": "990000.00",
        }
        for place in PLACES.values()
    ]
    world.door("erp").post("/transactions", {"source": "erp", "transactions": rows})
    ids = {made["id"] for made in vips.values()}

    def waiting() -> Any:
        found = {each["customer_id"]: each for each in world.door("leadership").pages("/hand-overs")}
        return found if ids <= found.keys() else None

    found = eventually(waiting, what="the VIP customers to wait for a customer manager")
    for relation, made in vips.items():
        world.keep("hand-over", relation, found[made["id"]])
        world.keep("vip", relation, made["id"])
        asker = "north.owner" if relation is R.OTHER else "south.owner"
        world.keep("view request", relation, ask_to_view(world, asker, made["code"]))
    for role in READERS:
        world.keep("view request", R.OWN, ask_to_view(world, role, vips[R.OTHER]["code"]), role)


def ask_to_view(world: World, name: str, code: str) -> Any:
    """A request to view a customer."""
    return world.door(name).post("/view-requests", {"customer_code": code, "purpose": "联合拜访", "hours": 2})


def _imports(world: World) -> None:
    for relation, place in PLACES.items():
        world.keep("import", relation, bring(world, f"{place}.owner"))
    world.keep("import", R.OWN, bring(world, "service"), "service")


def bring(world: World, name: str) -> Any:
    """An import of one customer, read and not yet started."""
    number = next(world.numbers)
    mobile, mail = f"1381{number:03}8765", f"dao{number:03}@kehu.example"
    text = io.StringIO()
    csv.writer(text).writerows([["编号", "姓名", "手机", "邮箱"], [f"ZI{number:03}", f"导客{number:03}", mobile, mail]])
    key, content = f"access-{number}", text.getvalue().encode()
    made = world.door(name).upload("/imports", {"kind": "persons"}, "客户.csv", content, key=key)

    def read() -> Any:
        found = world.door(name).get(f"/imports/{made['id']}")
        return found if found["status"] == "mapped" else None

    found = eventually(read, what="the file to be read", every=0.05)
    world.secrets[found["id"]] = Secrets(f"导客{number:03}", (mobile, mail))
    return found


def _exports(world: World) -> None:
    """Small ones that are done at once, then large ones, which is any once the limit is nought."""
    askers = [(R.OWN, role) for role in EXPORTERS]
    askers += [(relation, f"{place}.manager") for relation, place in PLACES.items()]
    for relation, name in askers:
        world.keep("file", relation, _file(world, name), name if relation is R.OWN else "")
    policy = world.door("leadership").get("/exports/policy")
    world.patch("leadership", "/exports/policy", {"rows_unasked": 0}, policy["version"])
    for relation, name in askers:
        made = world.door(name).post("/exports", {"format": "csv", "wanted": {}})
        assert made["status"] == "waiting"
        world.keep("export", relation, made, name if relation is R.OWN else "")
    now = world.door("leadership").get("/exports/policy")
    world.patch("leadership", "/exports/policy", {"rows_unasked": policy["rows_unasked"]}, now["version"])


def _file(world: World, name: str) -> Any:
    made = world.door(name).post("/exports", {"format": "csv", "wanted": {}})

    def done() -> Any:
        mine = world.door(name).get("/exports")["items"]
        return next((each for each in mine if each["id"] == made["id"] and each["status"] == "done"), None)

    return eventually(done, what="the file to be made", every=0.05)


def _without_owner(world: World, admin: Door) -> None:
    day = date(2024, 2, 29).isoformat()
    world.keep("report", R.NONE, world.door("service").post("/reports", {"period_from": day, "period_to": day}))
    world.keep("policy", R.NONE, world.door("leadership").post("/tiers/policies"))
    [role] = [each for each in admin.get("/roles", limit=200)["items"] if each["code"] == "sales"]
    world.keep("role", R.NONE, role)
    token = {
        "name": "阵",
        "staff_id": world.people["erp"].id,
        "permissions": {"transaction:write": "all"},
        "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    }
    world.keep("token", R.NONE, admin.post("/api-tokens", token))


def settle(world: World) -> None:
    """Until every service has heard everything."""
    admin = world.door("administrator")

    def heard() -> bool:
        return all(
            not subscription["lag"]
            for service in SERVICES
            for subscription in admin.get(f"/system/{service}")["subscriptions"]
        )

    eventually(heard, what="the news to be heard", every=0.05)
