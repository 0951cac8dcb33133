"""A new resource of a service: a record that some write and others approve, from its table to its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chassis.codes import ALPHABET
from ops.migrations import newest
from ops.new.edits import adding, after_line, before, importing, member
from ops.new.names import Noun
from ops.new.tree import Refused, Tree

HEADING = "## Access and record"


@dataclass(frozen=True, kw_only=True)
class Resource:
    """What is asked for. ``letter``: of its codes; '' for a record without. ``writers``, ``approvers``: the delivered
    roles that write such records and decide on those of others. ``meaning``: its line in the glossary."""

    service: str
    noun: Noun
    letter: str = ""
    writers: Sequence[str] = ("sales", "service")
    approvers: Sequence[str] = ("customer_manager", "department_manager")
    icon: str = "clipboard-check"
    meaning: str = "what some write down and others approve"


def plan_resource(tree: Tree, wanted: Resource) -> dict[str, str]:
    """Everything that a resource needs, into the tree; the Chinese words of its texts. Raises Refused."""
    _expect_free(tree, wanted)
    _write(tree, wanted)
    _join_service(tree, wanted)
    _permit(tree, wanted)
    _show(tree, wanted)
    return _chinese(wanted.noun)


def _expect_free(tree: Tree, wanted: Resource) -> None:
    n, service = wanted.noun, wanted.service
    if not tree.has(f"services/{service}/store/base.py"):
        raise Refused(f"services/{service}/store/base.py is missing: the base of its tables belongs there")
    for source in _sources(tree, "services"):
        if f'__tablename__ = "{n.name}"' in source:
            raise Refused(f"there is a table {n.name} already")
        if wanted.letter and re.search(rf"code_{wanted.letter.lower()}\b|[\"']{wanted.letter}[\"']", source):
            raise Refused(f"the letter {wanted.letter} is taken")
    if wanted.letter and (wanted.letter not in ALPHABET or not wanted.letter.isalpha()):
        raise Refused(f"{wanted.letter or 'nothing'} is no letter of a code: {ALPHABET[10:]}")
    if f'"{n.name}:' in tree.read("contracts/permissions.py"):
        raise Refused(f"there are permissions of a {n.name} already")
    if f'"{n.path}"' in tree.read("gateway/clients/generated/owners.json"):
        raise Refused(f"there is a path /{n.path} already")


def _sources(tree: Tree, folder: str) -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in sorted((tree.root / folder).rglob("*.py")))


def _write(tree: Tree, wanted: Resource) -> None:
    n, service = wanted.noun, wanted.service
    last = _last_revision(tree, service)
    values = {
        "n": n,
        "service": service,
        "letter": wanted.letter,
        "icon": wanted.icon,
        "down_revision": last,
        "revision": f"{int(last) + 1:04}",
    }
    for path, template in {
        f"services/{service}/domain/{n.plural}.py": "domain.py",
        f"services/{service}/store/{n.plural}.py": "store.py",
        f"services/{service}/usecases/{n.plural}.py": "usecases.py",
        f"services/{service}/api/{n.plural}.py": "api.py",
        f"services/{service}/migrations/versions/{values['revision']}_{n.plural}.py": "migration.py",
        f"gateway/pages/{n.plural}/__init__.py": "page.py",
        f"gateway/pages/{n.plural}/views.py": "views.py",
        f"gateway/pages/{n.plural}/words.py": "words.py",
        f"gateway/pages/{n.plural}/templates/{n.plural}/_record.html": "_record.html",
        f"tests/services/{service}/domain/test_{n.plural}.py": "test_domain.py",
        f"tests/services/{service}/api/test_{n.plural}.py": "test_api.py",
    }.items():
        tree.write(path, f"resource/{template}.jinja", **values)


def _last_revision(tree: Tree, service: str) -> str:
    written = [path for path in tree.new if path.startswith(f"services/{service}/migrations/versions/")]
    found = {path.rpartition("/")[2][:4] for path in written} or newest(service, tree.root)
    if len(found) != 1 or not max(found).isdigit():
        raise Refused(f"{service} has no single newest migration with a number: {', '.join(sorted(found))}")
    return found.pop()


def _join_service(tree: Tree, wanted: Resource) -> None:
    n, service = wanted.noun, wanted.service
    tree.edit(
        f"services/{service}/store/models.py",
        importing(f"from services.{service}.store.{n.plural} import {n.kind} as {n.kind}"),
    )
    tree.edit(
        f"services/{service}/app.py",
        importing(f"from services.{service}.api import {n.plural}"),
        adding("APIS", f"{n.plural}.api"),
    )


def _permit(tree: Tree, wanted: Resource) -> None:
    n = wanted.noun
    read, write, approve = (f"{n.constant}_{verb}" for verb in ("READ", "WRITE", "APPROVE"))
    names = {read: f"{n.name}:read", write: f"{n.name}:write", approve: f"{n.name}:approve"}
    tree.edit(
        "contracts/permissions.py", member("Permission", *(f'{name} = "{value}"' for name, value in names.items()))
    )
    roles = [adding("EXTRAORDINARY", f"P.{approve}")]
    for role in dict.fromkeys((*wanted.writers, *wanted.approvers)):
        decides, writes = role in wanted.approvers, role in wanted.writers
        held = [f"P.{read}: {'DEPARTMENT' if decides else 'OWN'}"]
        held += [f"P.{write}: OWN"] * writes + [f"P.{approve}: DEPARTMENT"] * decides
        roles.append(adding(f"DELIVERED.{role}.3", *held))
    tree.edit("services/auth/domain/roles.py", *roles)
    words = {read: f"See {n.ens}", write: f"Write {n.ens}", approve: f"Approve {n.ens}"}
    tree.edit(
        "gateway/pages/staff/words.py",
        adding("WORDS.choices.permission", *(f'Permission.{name}: _l("{text}")' for name, text in words.items())),
    )
    tree.edit(
        "tests/support/written.py",
        adding(
            "WRITTEN",
            f'Written(service="{wanted.service}", name="{n.name}", plural="{n.plural}", zh="{n.zh}", path="/{n.path}", '
            f"writers={_tuple(wanted.writers)}, approvers={_tuple(wanted.approvers)})",
        ),
    )


def _tuple(names: Sequence[str]) -> str:
    return "(" + ", ".join(f'"{name}"' for name in names) + ("," if len(names) == 1 else "") + ")"


def _show(tree: Tree, wanted: Resource) -> None:
    n = wanted.noun
    tree.edit("gateway/app.py", adding("PAGES", f'"{n.plural}.views"'))
    section = f'Section("{n.plural}", "{n.plural}.index", "{wanted.icon}", _l("{n.titles}"), ("{n.name}:read",))'
    tree.edit("gateway/navigation.py", before("SECTIONS", "staff", section))
    line = f"| {n.en} | {n.zh} | {wanted.meaning} | services/{wanted.service} |\n"
    tree.edit("docs/glossary.md", after_line(r"\| account review \|.*", line))


def _chinese(n: Noun) -> dict[str, str]:
    return {
        n.titles: n.zh,
        f"New {n.en}": f"新建{n.zh}",
        f"No {n.ens} yet": f"还没有{n.zh}",
        f"See {n.ens}": f"查看{n.zh}",
        f"Write {n.ens}": f"编写{n.zh}",
        f"Approve {n.ens}": f"审批{n.zh}",
    }
