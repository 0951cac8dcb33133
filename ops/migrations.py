"""Which migrations a database has, asked cheaply: the launcher starts Alembic only where there is work for it."""

import ast
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent


def newest(service: str, root: Path = ROOT) -> set[str]:
    """The revisions of a service that no other builds on; one, unless a merge is missing. Reads, runs nothing."""
    revisions: set[str] = set()
    built_on: set[str] = set()
    for path in (root / "services" / service / "migrations" / "versions").glob("*.py"):
        for statement in ast.parse(path.read_text()).body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    pass
                case _:
                    continue
            if name == "revision":
                revisions.add(ast.literal_eval(value))
            elif name == "down_revision":
                before = ast.literal_eval(value)
                built_on.update((before,) if isinstance(before, str) else before or ())
    return revisions - built_on


def is_current(service: str, url: str) -> bool:
    """True when the database at `url` stands at the newest revision of the service."""
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            return False
        return {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")} == newest(service)


def is_fresh(url: str) -> bool:
    """True when the database at `url` was never migrated: there is nothing in it to lose."""
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,)
