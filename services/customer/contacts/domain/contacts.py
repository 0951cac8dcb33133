"""What may happen to a contact: proposed by somebody who does not own the customer, accepted, changed, disabled."""

from __future__ import annotations

from chassis.auth import Actor
from chassis.errors import Forbidden
from chassis.workflow import Reach, Step, Workflow, decisions
from contracts.customer import ContactStatus
from contracts.permissions import Permission

ACTIVE, DISABLED, PROPOSED = ContactStatus.ACTIVE, ContactStatus.DISABLED, ContactStatus.PROPOSED
DECIDING = (Permission.CUSTOMER_WRITE, Permission.CUSTOMER_VERIFY)
"""Who changes the customer decides on a contact that somebody proposes for it, and so does who checks entries."""

CONTACT: Workflow[ContactStatus] = Workflow(
    {
        "edit": Step(before={ACTIVE, DISABLED}, permission=Permission.CUSTOMER_WRITE),
        "disable": Step(before={ACTIVE}, after=DISABLED, permission=Permission.CUSTOMER_WRITE),
        "enable": Step(before={DISABLED}, after=ACTIVE, permission=Permission.CUSTOMER_WRITE),
    }
)
PROPOSED_CONTACT: Workflow[ContactStatus] = Workflow(
    decisions(
        waiting=PROPOSED,
        leads_to={"approve": ACTIVE, "refuse": ContactStatus.REFUSED},
        authors=("author_id",),
    )
)


def expect_decider(actor: Actor) -> None:
    """Refuse whoever neither changes nor checks customers. Raises Forbidden."""
    if not any(actor.may(permission) for permission in DECIDING):
        raise Forbidden(permission=Permission.CUSTOMER_VERIFY)


def contact_actions(contact: object, actor: Actor, reaches: Reach) -> list[str]:
    """What the actor may do with a contact now."""
    deciding = any(reaches(permission) for permission in DECIDING)
    decided = PROPOSED_CONTACT.actions(contact, actor) if deciding else []
    return CONTACT.actions(contact, actor, reaches=reaches) + decided
