"""The tables of imports: the batch itself, the file in pieces, its rows while they are worked on, what was wrong.

``import_chunk`` and ``import_row`` are a workbench, not business data: a file goes when its import is started, a row
goes when nobody has to check it any more. A row with an error stays, beside its error.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import LargeBinary, Text

from chassis.approval import Decided
from chassis.db import Tracked, Versioned, new_id
from contracts.customer import ImportKind, ImportStatus
from services.customer.store.base import Base


class ImportBatch(Decided, Tracked, Versioned, Base):
    """One file and what becomes of it.

    ``mapping`` is heading -> field (None: the column is left out). ``rights``: how far its author reads and changes
    customers and transactions, permission -> scope; the file reaches no further. ``on_flaw``: what becomes of a row of
    which a value that may be missing is wrong; ``left_out`` counts such values. The counters move with every step of
    the job, without a new version: the steps are no changes by people.
    ``waits``: transactions that are stored only when somebody else has approved them; until then the counters say what
    would become of the rows. ``figures``: of transactions that wait, month -> kind -> [rows, quantity, amount], and the
    same of what is in the books (``domain.figures``). ``wanted``: how its author wants the file to be read, and what
    it was said to hold; ``read_as``: how it was read.
    """

    __beside__ = frozenset(
        {"total", "done", "created", "updated", "unchanged", "rejected", "left_out", "error", "figures"}
    )

    __tablename__ = "import_batch"
    __table_args__ = (
        Index("ix_import_batch_author_id_id", "author_id", "id"),
        Index("ix_import_batch_status_id", "status", "id"),
    )

    kind: Mapped[ImportKind]
    status: Mapped[ImportStatus]
    filename: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    encoding: Mapped[str] = mapped_column(default="", server_default="")
    headings: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    key: Mapped[str] = mapped_column(default="", server_default="")
    on_known: Mapped[str] = mapped_column(default="", server_default="")
    on_flaw: Mapped[str] = mapped_column(default="", server_default="")
    source: Mapped[str] = mapped_column(default="", server_default="")
    rights: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    wanted: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    read_as: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    total: Mapped[int] = mapped_column(default=0, server_default="0")
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    created: Mapped[int] = mapped_column(default=0, server_default="0")
    updated: Mapped[int] = mapped_column(default=0, server_default="0")
    unchanged: Mapped[int] = mapped_column(default=0, server_default="0")
    rejected: Mapped[int] = mapped_column(default=0, server_default="0")
    left_out: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[str] = mapped_column(default="", server_default="")
    error_place: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    waits: Mapped[bool] = mapped_column(default=False, server_default="false")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    author_id: Mapped[UUID]
    author_name: Mapped[str]
    department_id: Mapped[UUID | None]
    returned_reason: Mapped[str] = mapped_column(default="", server_default="")
    finished_at: Mapped[datetime | None]


class ImportChunk(Base):
    """A piece of an uploaded file, until the import is started: as long it can be read anew in another way."""

    __tablename__ = "import_chunk"
    __table_args__ = {"info": {"technical": True}}

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(Base):
    """A row of the file as it was read. ``number`` is the row that a spreadsheet shows; ``flaws``: what reading found
    wrong, [place of the cell from 0, code], null when nothing."""

    __tablename__ = "import_row"
    __table_args__ = {"info": {"technical": True}}

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[str]] = mapped_column(ARRAY(Text))
    flaws: Mapped[list[Any] | None] = mapped_column(JSONB)


class ImportChange(Base):
    """What an import has changed in a record that was known: field -> [before, after], as text. ``row``: by which row
    of the file. Kept, so that taking the import back can bring the old values back."""

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_import_id_row", "import_id", "row"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    row: Mapped[int]
    at: Mapped[datetime]
    fields: Mapped[dict[str, Any]]
    restored_at: Mapped[datetime | None]


class ImportPolicy(Tracked, Versioned, Base):
    """How many transactions of a file are stored without anybody's check; there is one such policy."""

    __tablename__ = "import_policy"

    rows_unasked: Mapped[int]


class RowError(Base):
    """What was wrong with a row: in which column (the heading), which code, and the value that was met. ``whole_row``:
    whether the row was lost by it; otherwise only this value was left out, or waits for a check."""

    __tablename__ = "import_error"
    __table_args__ = (Index("ix_import_error_import_id_row_id", "import_id", "row", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"))
    row: Mapped[int]
    column: Mapped[str]
    code: Mapped[str]
    value: Mapped[str]
    whole_row: Mapped[bool] = mapped_column(default=True, server_default="true")
