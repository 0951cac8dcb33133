"""The gateway's clients, written from the services' OpenAPI documents.

``python -m ops clients`` writes them into ``gateway/clients/generated``; ``python -m ops check`` compares them with
what it would write, so that a route or a field cannot change on one side only.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ops.clients.documents import Document, read_documents
from ops.clients.forms import forms_file
from ops.clients.modules import formatted, service_modules
from ops.clients.owners import owners_file

FOLDER = Path(__file__).parents[2] / "gateway" / "clients" / "generated"
"""Where the written files are; nothing else is there."""


def client_files(documents: Mapping[str, Document]) -> dict[str, str]:
    """Name -> text of every file that the documents (service -> document) ask for."""
    modules = service_modules(documents)
    written = {f"{name}.py": formatted(text) for name, text in modules.items()}
    return written | {"forms.json": forms_file(documents), "owners.json": owners_file(documents)}


def write_clients(folder: Path = FOLDER) -> list[str]:
    """Write the files anew and remove what is no longer asked for; the names of those that changed."""
    files = client_files(read_documents())
    folder.mkdir(parents=True, exist_ok=True)
    changed = _differing(files, folder)
    for name in changed:
        if name in files:
            (folder / name).write_text(files[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return changed


def drifted_clients(folder: Path = FOLDER, documents: Mapping[str, Document] | None = None) -> list[str]:
    """The names of the written files that are not what the services' documents ask for; the documents are read from the
    services unless given."""
    return _differing(client_files(read_documents() if documents is None else documents), folder)


def _differing(files: Mapping[str, str], folder: Path) -> list[str]:
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}
    return sorted(name for name in files.keys() | written.keys() if files.get(name) != written.get(name))
