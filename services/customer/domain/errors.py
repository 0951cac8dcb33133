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


class ChangedMeanwhile(Refused):
    """What is to be changed is no longer what it was when the change was asked for: ``fields`` names it."""

    code = "changed_meanwhile"


class CustomerMerged(Refused):
    """The customer turned out to be another one and is a part of it now: that one is changed instead."""

    code = "customer_merged"


class SeparatedTooLate(Refused):
    """A merge can be taken apart for some time only: ``days``."""

    code = "separated_too_late"
