"""The lists that cases are put under, kept by the leadership of customer service."""

from __future__ import annotations

from chassis.code_lists import CodeList, code_list_api
from contracts.permissions import Permission
from services.feedback.store.models import CLASSES

LISTS = tuple(CodeList(kind=kind, path=f"/{kind}s", noun=kind, edit=Permission.CASE_LEAD) for kind in CLASSES)
APIS = tuple(code_list_api(each) for each in LISTS)
