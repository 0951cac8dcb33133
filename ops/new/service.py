"""A new service: the whole shape, in the registry, in the catalog, in the containers."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass

from contracts.services import REGISTRY
from ops.new.edits import adding, after_line
from ops.new.names import check_name
from ops.new.tree import Refused, Tree

PORTS = range(5, 10)
"""What is left for services, counted from the gateway's port."""

TAKEN = frozenset({"gateway", "scheduler", "mailbox", "postgres", "redis", "setup", "migrate", "admin", "contracts"})
FILES = (
    "__init__.py",
    "app.py",
    "worker.py",
    "settings.py",
    "consumers.py",
    "jobs.py",
    "schedules.py",
    "domain/__init__.py",
    "usecases/__init__.py",
    "store/__init__.py",
    "store/base.py",
    "store/models.py",
    "store/queries.py",
    "api/__init__.py",
    "api/schemas.py",
    "migrations/env.py",
    "migrations/script.py.mako",
    "migrations/versions/0001_first.py",
)
HEARD = ("DepartmentChanged", "StaffChanged", "AccessEnded")
ROLES = {
    "api": '[gunicorn, --config, "python:chassis.gunicorn", "services.{}.app:create_app()"]',
    "feed": "[guanxi, worker, {}, feed]",
    "jobs": "[guanxi, worker, {}, jobs]",
    "relay": "[guanxi, relay, {}]",
}


@dataclass(frozen=True, kw_only=True)
class NewService:
    """What is asked for. ``en``, ``zh``: what people call it; ``owns``: the line of its card."""

    name: str
    en: str
    zh: str
    owns: str = "nothing yet."


def plan_service(tree: Tree, wanted: NewService) -> dict[str, str]:
    """Everything that a service needs, into the tree; the Chinese words of its texts. Raises Refused."""
    port = _expect_free(tree, wanted.name)
    for name in FILES:
        tree.write(f"services/{wanted.name}/{name}", f"service/{name}.jinja", service=wanted)
    for path, template in {
        f"tests/services/{wanted.name}/conftest.py": "conftest.py",
        f"tests/services/{wanted.name}/test_hearing.py": "test_hearing.py",
        f"tests/access/rows/{wanted.name}.py": "rows.py",
    }.items():
        tree.write(path, f"service/{template}.jinja", service=wanted)
    _register(tree, wanted, port)
    _contain(tree, wanted.name)
    return {wanted.en.capitalize(): wanted.zh}


def _expect_free(tree: Tree, name: str) -> int:
    check_name(name)
    if "_" in name:
        raise Refused(f"{name}: a service is named by one word")
    if tree.has(f"services/{name}") or name in TAKEN or (tree.root / name).exists() or name in sys.stdlib_module_names:
        raise Refused(f"{name} is taken")
    taken = {int(port) for port in re.findall(r'Service\("\w+", (\d+)', tree.read("contracts/services.py"))}
    free = [port for port in PORTS if port not in taken]
    if not free:
        raise Refused(f"no port is left for a service: {len(REGISTRY)} have all of them")
    return free[0]


def _register(tree: Tree, wanted: NewService, port: int) -> None:
    name = wanted.name
    tree.edit("contracts/services.py", adding("REGISTRY", f'Service("{name}", {port}, "{wanted.en}", "{wanted.zh}")'))
    tree.edit("contracts/catalog.py", *(adding(f"CATALOG.{event}.to", f'"{name}"') for event in HEARD))
    tree.edit("gateway/shared_words.py", adding("WORDS.choices.service", f'"{name}": _l("{wanted.en.capitalize()}")'))
    tree.edit("pyproject.toml", _use_cases_without_sql(name))


def _use_cases_without_sql(name: str) -> Callable[[str], str]:
    """The import contract that lists the services whose use cases know no SQL."""

    def edit(text: str) -> str:
        module = f'"services.{name}.usecases"'
        if module in text or '"services.*.usecases"' in text.partition('"usecases-no-sql"')[2].partition("[[")[0]:
            return text
        changed, found = re.subn(
            r'(id = "usecases-no-sql".*?source_modules = \[[^\]]*)\]', rf"\1, {module}]", text, flags=re.S
        )
        if not found:
            raise LookupError("no import contract usecases-no-sql")
        return changed

    return edit


def _contain(tree: Tree, name: str) -> None:
    """The containers: passwords for those that prepare, an environment, a container a process, its address."""
    big, password = name.upper(), f"{name.upper()}_DATABASE_PASSWORD"
    prepared = "".join(f'  {big}_{who}_PASSWORD: "${{{big}_{who}_PASSWORD:?}}"\n' for who in ("DATABASE", "OWNER"))
    environment = f"""
x-{name}: &{name}
  <<: *common
  SERVICE_NAME: {name}
  DATABASE_URL: "postgresql://guanxi_{name}:${{{password}:?}}@postgres:5432/guanxi_{name}"
  SMTP_URL: "${{SMTP_URL:?}}"
  MAIL_FROM: "${{MAIL_FROM:?}}"
"""
    containers = "".join(_container(name, role, command) for role, command in ROLES.items())
    tree.edit(
        "docker-compose.yml",
        after_line(r'last:  \w+_OWNER_PASSWORD: "\$\{\w+:\?\}"', prepared),
        after_line(r'last:  MAIL_FROM: "\$\{MAIL_FROM:\?\}"', environment),
        _before_line("  scheduler:", containers),
        after_line(r"last:      [A-Z]+_URL: http://\w+-api:8000", f"      {big}_URL: http://{name}-api:8000\n"),
    )


def _container(name: str, role: str, command: str) -> str:
    health = "web" if role == "api" else "background"
    return f"""  {name}-{role}:
    <<: *process
    command: {command.format(name)}
    environment: *{name}
    volumes: ["keys-public:/keys/public:ro"]
    healthcheck: *{health}-health

"""


def _before_line(line: str, lines: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        if lines in text:
            return text
        if text.count(f"\n{line}\n") != 1:
            raise LookupError(f"no single line {line}")
        return text.replace(f"\n{line}\n", f"\n{lines}{line}\n")

    return edit
