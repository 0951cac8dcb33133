"""Records that some people write and others approve: each kind is one line here, and has its rights, rows and records.

Who writes sees and changes the own ones; who approves sees and decides on those of the own department and below it.
`python -m ops new resource` adds the line of a new kind.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Written:
    """One kind. ``writers``, ``approvers``: roles, the first of each does so in the tests; ``body``: of a new one."""

    service: str
    name: str
    plural: str
    zh: str
    path: str
    writers: tuple[str, ...]
    approvers: tuple[str, ...]
    body: tuple[tuple[str, str], ...] = (("name", "第一份"),)

    @property
    def ens(self) -> str:
        """Several of them, in a sentence."""
        return self.plural.replace("_", " ")


WRITTEN: tuple[Written, ...] = ()
