"""The words of the trail: whose doing a change was, what it was done to, and what it was."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "origin": {
            "feed": _l("News of another service"),
            "job": _l("Background work"),
            "schedule": _l("By schedule"),
            "command line": _l("Command line"),
        },
        "table": {
            "customer": _l("Customer"),
            "customer_fact": _l("Customer"),
            "contact": _l("Contact"),
            "service_record": _l("Service record"),
            "transaction": _l("Transaction"),
            "change_request": _l("Change request"),
            "hand_over": _l("Hand-over"),
            "view_request": _l("View request"),
            "export": _l("Export"),
            "import_batch": _l("Import"),
            "case_file": _l("Case"),
            "tier_policy": _l("Tier policy"),
            "report": _l("Report"),
            "department": _l("Department"),
            "role": _l("Role"),
            "staff": _l("Colleague"),
            "audit": _l("Audit"),
            "account_review": _l("Account review"),
            "reviewed_account": _l("Reviewed account"),
            "review_policy": _l("How accounts are reviewed"),
        },
        "trail_action": {
            "created": _l("Entry made"),
            "imported": _l("Imported"),
            "changed": _l("Changed"),
            "submitted": _l("Submitted for check"),
            "approved": _l("Checked and approved"),
            "returned": _l("Returned"),
            "disabled": _l("Disabled"),
            "enabled": _l("Enabled"),
            "handed_over": _l("Handed over"),
            "tier": _l("Tier changed"),
            "taken_back": _l("Taken back"),
            "restored": _l("Brought back"),
            "password_reset": _l("Password reset"),
            "password_changed": _l("Password changed"),
            "second_factor_on": _l("Second factor set up"),
            "second_factor_off": _l("Second factor switched off"),
            "second_factor_reset": _l("Second factor taken away"),
            "authenticator_off": _l("Authenticator switched off"),
            "passkey_added": _l("Passkey added"),
            "passkey_renamed": _l("Passkey renamed"),
            "passkey_removed": _l("Passkey removed"),
            "provider_linked": _l("Linked to the company's sign-in service"),
            "provider_unlinked": _l("No longer linked to the company's sign-in service"),
            "roles_by_groups": _l("Roles set by groups of the sign-in service"),
            "recovery_codes_made": _l("New recovery codes"),
            "recovery_code_used": _l("Recovery code used"),
            "exported": _l("Taken out as a file"),
            "review_refused": _l("Disabled: refused in the account review"),
            "review_unconfirmed": _l("Disabled: not confirmed in the account review"),
            "idle": _l("Disabled: not used for long"),
        },
    },
)
