"""The rows of the access matrix, by service: what each operation needs, and what its request has to be.

Requests change nothing, or nothing that matters: a change is asked for with a version that the record never had, so 412
says that the record was seen and the right was there.
"""

from __future__ import annotations

from tests.access.matrix import Row
from tests.access.rows import annotations, auth, customer, every, feedback, reporting

ROWS: tuple[Row, ...] = (*customer.ROWS, *feedback.ROWS, *reporting.ROWS, *auth.ROWS, *annotations.ROWS, *every.ROWS)
