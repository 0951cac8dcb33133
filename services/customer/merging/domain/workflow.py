"""What may happen to a pair of customers that are likely one."""

from __future__ import annotations

from chassis.workflow import Step, Workflow
from contracts.customer import PairStatus
from contracts.permissions import Permission

PAIR: Workflow[PairStatus] = Workflow(
    {
        "differ": Step(before={PairStatus.OPEN}, after=PairStatus.DIFFERENT, permission=Permission.CUSTOMER_READ),
    }
)
"""Merging goes by the customers; of the pair it is only noted."""
