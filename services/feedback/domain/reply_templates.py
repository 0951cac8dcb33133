"""Templates of answers: texts with fields in braces, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chassis.workflow import Step, Workflow
from contracts.feedback import TemplateStatus
from contracts.permissions import Permission

FIELDS = ("customer_name", "code", "content", "agent_name")
"""What a text may name: the customer, the case's code, what the customer had said, who answers."""


_FIELD = re.compile(r"\{(\w+)\}")


REPLY_TEMPLATE: Workflow[TemplateStatus] = Workflow(
    {
        "edit": Step(before=set(TemplateStatus), permission=Permission.CASE_LEAD),
        "disable": Step(before={TemplateStatus.ACTIVE}, after=TemplateStatus.DISABLED, permission=Permission.CASE_LEAD),
        "enable": Step(before={TemplateStatus.DISABLED}, after=TemplateStatus.ACTIVE, permission=Permission.CASE_LEAD),
    }
)


def unknown_fields(text: str) -> list[str]:
    """The names in braces that are no field, each once, in their order."""
    return [name for name in dict.fromkeys(_FIELD.findall(text)) if name not in FIELDS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in, once: what a value holds is never taken for a field. What is none stays."""
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)
