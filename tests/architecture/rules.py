"""The rules of the house that no linter knows: each a function from a source tree to what breaks it there."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

SHAPE = (
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
    "store/models.py",
    "store/queries.py",
    "api/__init__.py",
    "api/schemas.py",
    "migrations/env.py",
)
LONGEST_MODULE = 350
LAYERS = ("domain", "store", "usecases", "api")
"""The layers of a service and of each of its features, each of which knows those before it."""
LARGEST_LAYER = 15
"""How many modules a layer has at most; with more, what belongs to one feature becomes a package of its own."""
WRITTEN = Path("gateway/clients/generated")
"""What `python -m ops clients` writes."""

VAGUE_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py", "manager.py"}
BUSINESS_WORDS = re.compile(r"\b(customers?|complaints?|tiers?|feedback|vip)\b", re.IGNORECASE)
SENDING = {"delay", "apply_async", "send_task"}
ENVIRONMENT_READERS = {"app.py", "worker.py", "cli.py"}
PLAYERS = {"unittest.mock", "http.server", "pytest_mock", "responses", "requests_mock", "pytest_httpserver"}
"""What a test would play a service with."""

Rule = Callable[[Path], list[str]]


def modules(root: Path, *tops: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python module below some top folders, with its syntax tree."""
    for top in tops:
        for path in sorted((root / top).rglob("*.py")):
            yield path, ast.parse(path.read_text(), str(path))


def _place(root: Path, path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(root)}:{getattr(node, 'lineno', 1)}"


def services_have_one_shape(root: Path) -> list[str]:
    """Every service has the same files."""
    services = [folder for folder in (root / "services").iterdir() if (folder / "__init__.py").exists()]
    return [f"{folder.name} lacks {name}" for folder in services for name in SHAPE if not (folder / name).exists()]


def layers_split_by_feature(root: Path) -> list[str]:
    """A layer that passes LARGEST_LAYER modules splits into features: ``services/<service>/<feature>/<layer>``."""
    folders = [
        each for layer in LAYERS for depth in ("*", "*/*") for each in (root / "services").glob(f"{depth}/{layer}")
    ]
    counted = {folder: len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) for folder in folders}
    return [
        f"{folder.relative_to(root)} has {number} modules"
        for folder, number in counted.items()
        if number > LARGEST_LAYER
    ]


def layers_know_those_before_them(root: Path) -> list[str]:
    """The layers of a service and of its features are one order: whatever is in one imports from itself and from those
    before it."""
    return [
        f"{_place(root, path, node)} imports {name}"
        for path, tree in modules(root, "services")
        if (own := _layer(path.relative_to(root).with_suffix("").parts)) is not None
        for node in ast.walk(tree)
        for name in _imported(node)
        if (other := _layer(tuple(name.split(".")))) is not None and other > own
    ]


def _layer(parts: tuple[str, ...]) -> int | None:
    """The place in LAYERS of a module of a service or of a feature; None for any other."""
    if parts[0] != "services":
        return None
    return next((LAYERS.index(part) for part in parts[2:4] if part in LAYERS), None)


def every_service_has_its_card(root: Path) -> list[str]:
    """The docstring of a service says what it owns, says and hears."""
    return [
        f"{path.parent.name}: no {word}"
        for path in sorted((root / "services").glob("*/__init__.py"))
        for word in ("Owns:", "Says:", "Hears:")
        if word not in path.read_text()
    ]


def services_never_commit(root: Path) -> list[str]:
    """One unit of work = one transaction: it commits, nobody else."""
    return [
        f"{_place(root, path, node)} commits"
        for path, tree in modules(root, "services")
        if "migrations" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]


def nobody_sends_tasks(root: Path) -> list[str]:
    """Outside the chassis nothing is sent: only rows of the own transaction cause anything elsewhere."""
    return [
        f"{_place(root, path, node)} sends a task"
        for path, tree in modules(root, "services", "gateway", "contracts")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in SENDING
    ]


def no_test_plays_our_services(root: Path) -> list[str]:
    """Tests ask the real services: nothing in them answers in a service's place."""
    return [
        f"{_place(root, path, node)} plays a part"
        for path, tree in modules(root, "tests")
        for node in ast.walk(tree)
        if not PLAYERS.isdisjoint(_imported(node))
    ]


def _imported(node: ast.AST) -> set[str]:
    """The modules that a statement imports, and what it takes from them."""
    if isinstance(node, ast.Import):
        return {name.name for name in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return set()


def use_cases_are_functions(root: Path) -> list[str]:
    """Classes of use cases are commands, answers and the shapes of functions, nothing that holds state."""
    return [
        f"{_place(root, path, node)} {node.name} is no dataclass"
        for path, tree in modules(root, "services")
        if "usecases" in path.parts
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and not any("dataclass" in ast.dump(d) or "job" in ast.dump(d) for d in node.decorator_list)
        and "Protocol" not in {ast.unparse(base) for base in node.bases}
    ]


def relationships_are_raised(root: Path) -> list[str]:
    """No query behind a dot: ``relationship`` only with ``lazy="raise"``."""
    return [
        f"{_place(root, path, node)} relationship without lazy='raise'"
        for path, tree in modules(root, "services", "chassis")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "relationship"
        and not any(
            k.arg == "lazy" and isinstance(k.value, ast.Constant) and k.value.value == "raise" for k in node.keywords
        )
    ]


def nothing_reads_the_environment(root: Path) -> list[str]:
    """Settings are read once, in the factory; nothing at import and nothing later."""
    return [
        f"{_place(root, path, node)} reads the environment"
        for path, tree in modules(root, "services", "gateway", "contracts")
        if path.name not in ENVIRONMENT_READERS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]


def nothing_is_deleted(root: Path) -> list[str]:
    """No row of business data is ever deleted: services write no DELETE but from tables marked technical."""
    technical = technical_tables(root)
    return [
        f"{_place(root, path, node)} deletes"
        for path, tree in modules(root, "services")
        if "migrations" not in path.parts
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and _deletes_from(node) not in {None, *technical})
        or (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"\bDELETE\s+FROM\b|\bTRUNCATE\b", node.value)
        )
    ]


def technical_tables(root: Path) -> set[str]:
    """Names of the mapped classes whose table says ``info={"technical": True}``: staging, not business."""
    return {
        node.name
        for path, tree in modules(root, "services")
        if "store" in path.parts
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and any("'technical'" in ast.unparse(line) for line in node.body if isinstance(line, ast.Assign))
    }


def _deletes_from(call: ast.Call) -> str | None:
    """The table that ``delete(table)`` or ``session.delete(record)`` names; None for any other call."""
    named = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if named != "delete":
        return None
    return ast.unparse(call.args[0]) if call.args else "?"


def the_chassis_knows_no_business_word(root: Path) -> list[str]:
    """If a sentence in the chassis needs a business noun, it is not chassis."""
    found = []
    for path in sorted((root / "chassis").rglob("*.py")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if word := BUSINESS_WORDS.search(line):
                found.append(f"{path.relative_to(root)}:{number} says {word.group()}")
    return found


def modules_stay_small_and_named(root: Path) -> list[str]:
    """No module of several nouns, and none whose name says nothing. A written one is as long as a service has
    operations: nobody reads it from end to end, and `make check` compares it with what it is written from."""
    found = []
    for path, _ in modules(root, "chassis", "contracts", "services", "gateway", "ops"):
        if "migrations" in path.parts or "node_modules" in path.parts:
            continue
        lines = len(path.read_text().splitlines())
        if lines > LONGEST_MODULE and path.parent != root / WRITTEN:
            found.append(f"{path.relative_to(root)} has {lines} lines")
        if path.name in VAGUE_NAMES:
            found.append(f"{path.relative_to(root)} is called {path.name}")
    return found


def domain_tests_need_no_database(root: Path) -> list[str]:
    """Rules are pure: a test under domain/ asks for no fixture that starts a server."""
    servers = {"engine", "database", "service", "postgres_server", "valkey_server", "start_service"}
    return [
        f"{_place(root, path, node)} asks for {argument.arg}"
        for path, tree in modules(root, "tests")
        if "domain" in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for argument in node.args.args
        if argument.arg in servers
    ]


def tests_share_by_support(root: Path) -> list[str]:
    """No test knows another: what several need is a fixture of a conftest, or stands in tests/support or in a module
    beside, above or below them that is neither a test nor a conftest."""
    return [
        f"{_place(root, path, node)} imports {name}"
        for path, tree in modules(root, "tests")
        for node in ast.walk(tree)
        for name in _imported(node)
        if name.startswith("tests.") and not _is_shared(root / Path(*name.split(".")), path, root)
    ]


def _is_shared(imported: Path, path: Path, root: Path) -> bool:
    module = imported if imported.with_suffix(".py").exists() else imported.parent
    if imported.is_dir():
        return True  # its modules are named beside it, and looked at one by one
    if module.name == "conftest" or module.name.startswith("test_"):
        return False
    support = root / "tests" / "support"
    return module.parent in path.parents or path.parent in module.parents or support in module.parents


def every_module_of_rules_has_its_tests(root: Path) -> list[str]:
    """Each module of a domain/, a service's or a feature's, has a module of unit tests of its own, at the same place
    below tests/."""
    return [
        f"{path.relative_to(root)} lacks {tests.relative_to(root)}"
        for depth in ("*", "*/*")
        for path in sorted((root / "services").glob(f"{depth}/domain/*.py"))
        if path.name not in {"__init__.py", "errors.py"}
        and not (tests := root / "tests" / path.parent.relative_to(root) / f"test_{path.name}").exists()
    ]


def pages_draw_forms_and_tables_by_the_mechanism(root: Path) -> list[str]:
    """A form that changes something and a table are drawn by the shared templates, once for all sections."""
    return [
        f"{path.relative_to(root)}:{number} draws its own {found.group(1)}"
        for path in sorted((root / "gateway" / "pages").rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for found in re.finditer(r"<(form(?=[^>]*\bmethod=.post)|table)\b", line)
    ]


def templates_know_no_states(root: Path) -> list[str]:
    """Which action is open the record's answer says; a template that asks for a state would be a second rule."""
    return [
        f"{path.relative_to(root)}:{number} asks for a state"
        for path in sorted((root / "gateway").rglob("*.html"))
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\.status(\s*(==|!=)|\s+(not\s+)?in\b)", line)
    ]


def what_is_raised_is_named(root: Path) -> list[str]:
    """The docstring of a public function names every error that the function raises itself."""
    return [
        f"{_place(root, path, node)} {node.name} does not name {error}"
        for path, tree in modules(root, "chassis", "contracts", "services")
        if not {"migrations", "testing"} & set(path.parts)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for error in sorted(_raised(node))
        if error not in (ast.get_docstring(node) or error)
    ]


def _raised(function: ast.FunctionDef) -> set[str]:
    """The errors that a function makes and raises, not those of functions inside it."""
    raised, rest = set(), list[ast.AST](function.body)
    while rest:
        node = rest.pop()
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
            raised.add(node.exc.func.id)
        rest += ast.iter_child_nodes(node)
    return {name for name in raised if name[:1].isupper()}


RULES: tuple[Rule, ...] = (
    what_is_raised_is_named,
    services_have_one_shape,
    layers_split_by_feature,
    layers_know_those_before_them,
    every_service_has_its_card,
    services_never_commit,
    nobody_sends_tasks,
    no_test_plays_our_services,
    use_cases_are_functions,
    relationships_are_raised,
    nothing_reads_the_environment,
    nothing_is_deleted,
    the_chassis_knows_no_business_word,
    modules_stay_small_and_named,
    domain_tests_need_no_database,
    tests_share_by_support,
    every_module_of_rules_has_its_tests,
    pages_draw_forms_and_tables_by_the_mechanism,
    templates_know_no_states,
)
