"""The words of the tiers and their policies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.reporting import AssignmentReason, Combine, PolicyStatus, RunReason, Tier
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "tier": {Tier.ORDINARY: _l("Ordinary"), Tier.POTENTIAL: _l("Potential"), Tier.VIP: _l("VIP")},
        "policy_status": {
            PolicyStatus.DRAFT: _l("Draft"),
            PolicyStatus.ACTIVE: _l("In force"),
            PolicyStatus.RETIRED: _l("Retired"),
        },
        "tier_reason": {
            AssignmentReason.RISE: _l("risen"),
            AssignmentReason.FALL: _l("fallen"),
            AssignmentReason.GRACE_OVER: _l("fallen after the days of grace"),
        },
        "combine": {Combine.BOTH: _l("Amount and volume"), Combine.EITHER: _l("Amount or volume")},
        "run_reason": {
            RunReason.SCHEDULE: _l("Nightly schedule"),
            RunReason.DEMAND: _l("On demand"),
            RunReason.POLICY: _l("New policy"),
            RunReason.NEWS: _l("New transactions"),
        },
    },
    colors={
        "tier": {Tier.ORDINARY: "secondary", Tier.POTENTIAL: "azure", Tier.VIP: "orange"},
        "policy_status": {
            PolicyStatus.DRAFT: "yellow",
            PolicyStatus.ACTIVE: "green",
            PolicyStatus.RETIRED: "secondary",
        },
    },
    fields={
        "tier": _l("Tier"),
        "window_months": _l("Window in months"),
        "kinds": _l("What counts"),
        "potential_amount": _l("Potential: amount from"),
        "potential_quantity": _l("Potential: volume from"),
        "vip_amount": _l("VIP: amount from"),
        "vip_quantity": _l("VIP: volume from"),
        "combine": _l("What must be reached"),
        "grace_days": _l("Days of grace before a fall"),
    },
    columns={"tier_policy": {"status": "policy_status"}},
    error_messages={
        "below_potential": _l("VIP takes at least as much as potential does."),
        "everybody_reaches_it": _l("Even a customer without any business reaches this. Ask for more than zero."),
    },
)
