"""What may be done with a note or an attachment: its author, and nobody else, changes or withdraws it."""

from __future__ import annotations

from typing import Any

from chassis.annotations.tables import Kept
from chassis.auth import Actor
from chassis.errors import Refused
from chassis.workflow import Step, Workflow


class NotTheAuthor(Refused):
    """Only who wrote something may change or withdraw it."""

    code = "not_the_author"


def by_author(written: Any, actor: Actor) -> Refused | None:
    """Only the author."""
    return None if actor.id is not None and written.author_id == actor.id else NotTheAuthor()


NOTE: Workflow[Kept] = Workflow(
    {
        "edit": Step(before={Kept.STANDING}, by=by_author),
        "withdraw": Step(before={Kept.STANDING}, after=Kept.WITHDRAWN, by=by_author),
    }
)
ATTACHMENT: Workflow[Kept] = Workflow(
    {
        "fetch": Step(before={Kept.STANDING, Kept.REPLACED}),
        "replace": Step(before={Kept.STANDING}, after=Kept.REPLACED),
        "withdraw": Step(before={Kept.STANDING}, after=Kept.WITHDRAWN, by=by_author),
    }
)
"""To replace one is to attach, so it is asked for with the permission to write the record."""
