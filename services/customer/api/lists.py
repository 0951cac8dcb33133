"""The lists that customers are put under: regions and industries."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from chassis.code_lists import CodeList, code_list_api
from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, PageQuerySchema, page_of
from contracts.permissions import Permission
from services.customer.domain.regions import short_region
from services.customer.store.lists import Unplaced, unplaced_page
from services.customer.usecases.lists import INDUSTRY, REGION, follow_list

KEEP = Permission.CUSTOMER_VERIFY
REGIONS = CodeList(kind=REGION, path="/regions", noun="region", edit=KEEP, short=short_region, then=follow_list)
INDUSTRIES = CodeList(kind=INDUSTRY, path="/industries", noun="industry", edit=KEEP, then=follow_list)
api = Api("unplaced customers", description="What stands at customers and means no entry of a list")


class UnplacedSchema(AnswerSchema):
    """A text that means no entry, and how many customers have it. Named as an alias of an entry, it means that one."""

    text = fields.String()
    customers = fields.Integer()


@api.get("/regions/unplaced", permission=KEEP, query=PageQuerySchema, returns=page_of(UnplacedSchema))
def list_unplaced_regions(ctx: Context, query: PageQuery) -> Page[Unplaced]:
    """What stands as region at customers and means none."""
    return unplaced_page(ctx.session, ctx.actor, REGION, query)


@api.get("/industries/unplaced", permission=KEEP, query=PageQuerySchema, returns=page_of(UnplacedSchema))
def list_unplaced_industries(ctx: Context, query: PageQuery) -> Page[Unplaced]:
    """What stands as industry at customers and means none."""
    return unplaced_page(ctx.session, ctx.actor, INDUSTRY, query)


APIS: tuple[Any, ...] = (code_list_api(REGIONS), code_list_api(INDUSTRIES), api)
