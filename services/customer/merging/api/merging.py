"""Merging two customers, and taking them apart."""

from __future__ import annotations

from marshmallow import fields

from chassis.http import Api, CommandSchema
from contracts.permissions import Permission
from services.customer.api import presenting, schemas
from services.customer.merging.usecases import merging
from services.customer.merging.usecases.merging import MergeCustomer

api = Api("merging", description="Customers that are there twice become one, and two again")


class MergeCustomerSchema(CommandSchema):
    """The customer that goes into this one, at the version that was looked at, and the fields taken from it."""

    command = MergeCustomer
    absorbed_id = fields.UUID(required=True)
    absorbed_version = fields.Integer(required=True)
    take = fields.List(fields.String())


resource = api.resource("/customers", returns=schemas.CustomerSchema, present=presenting.written)
resource.command("merge", merging.merge_customer, permission=Permission.CUSTOMER_READ, body=MergeCustomerSchema)
resource.command("separate", merging.separate_customer, permission=Permission.CUSTOMER_WRITE)
