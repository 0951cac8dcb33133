"""How the customer service refuses."""

from __future__ import annotations

from chassis.errors import Refused


class NotAnOwner(Refused):
    """The person is unknown, disabled, or may not own this customer (a VIP belongs to a customer manager or above)."""

    code = "not_an_owner"


class WaitsWithImport(Refused):
    """The entry came with a file that waits for its check: it is checked with the file."""

    code = "waits_with_import"


class AlreadyWaiting(Refused):
    """A change of the same customer is already waiting for its check; ``author_name`` has asked for it."""

    code = "change_already_waiting"


class LikelyDuplicate(Refused):
    """The customer is likely there already; ``likely`` says which, as far as one may see them. Whoever knows better
    confirms it."""

    code = "likely_duplicate"


class TooManyQuestions(Refused):
    """Somebody has asked for so many numbers and addresses that may be masked in an hour; ``detail["seconds"]``: how
    long to wait at most."""

    code = "too_many_questions"
    status = 429


class ChangedMeanwhile(Refused):
    """What is to be changed is no longer what it was when the change was asked for: ``fields`` names it."""

    code = "changed_meanwhile"
