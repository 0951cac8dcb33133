"""The HTTP edge of a service."""

from chassis.http.answers import Presented
from chassis.http.api import SIGNED_IN, Api
from chassis.http.app import create_api
from chassis.http.documents import PUBLIC
from chassis.http.schema import (
    AnswerSchema,
    CommandSchema,
    CountSchema,
    Money,
    PageQuerySchema,
    length,
    one_of,
    page_of,
    sort_field,
)

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "AnswerSchema",
    "Api",
    "CommandSchema",
    "CountSchema",
    "Money",
    "PageQuerySchema",
    "Presented",
    "create_api",
    "length",
    "one_of",
    "page_of",
    "sort_field",
]
