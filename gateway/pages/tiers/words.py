"""The words of the tiers and their policies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.reporting import Tier
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "tier": {Tier.ORDINARY: _l("Ordinary"), Tier.POTENTIAL: _l("Potential"), Tier.VIP: _l("VIP")},
        "policy_status": {"draft": _l("Draft"), "active": _l("In force"), "retired": _l("Retired")},
        "tier_reason": {"rise": _l("risen"), "fall": _l("fallen"), "grace_over": _l("fallen after the days of grace")},
        "combine": {"both": _l("Amount and volume"), "either": _l("Amount or volume")},
        "run_reason": {
            "schedule": _l("Nightly schedule"),
            "demand": _l("On demand"),
            "policy": _l("New policy"),
            "news": _l("New transactions"),
        },
    },
    colors={
        "tier": {Tier.ORDINARY: "secondary", Tier.POTENTIAL: "azure", Tier.VIP: "orange"},
        "policy_status": {"draft": "yellow", "active": "green", "retired": "secondary"},
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
    refusals={
        "policy_not_draft": _l("Only a draft can be changed."),
    },
    columns={"tier_policy": {"status": "policy_status"}},
)
