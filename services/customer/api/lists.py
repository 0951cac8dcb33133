"""The lists that customers are put under: regions and industries."""

from __future__ import annotations

from chassis.code_lists import CodeList, code_list_api
from contracts.permissions import Permission
from services.customer.domain.regions import short_region
from services.customer.usecases.lists import INDUSTRY, REGION

REGIONS = CodeList(kind=REGION, path="/regions", noun="region", edit=Permission.CUSTOMER_VERIFY, short=short_region)
INDUSTRIES = CodeList(kind=INDUSTRY, path="/industries", noun="industry", edit=Permission.CUSTOMER_VERIFY)
APIS = (code_list_api(REGIONS), code_list_api(INDUSTRIES))
