"""The HTTP edge of a service."""

from chassis.http.api import PUBLIC, SIGNED_IN, Api
from chassis.http.app import create_api
from chassis.http.schema import AnswerSchema, CommandSchema, PageQuerySchema, length, one_of, page_of

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "AnswerSchema",
    "Api",
    "CommandSchema",
    "PageQuerySchema",
    "create_api",
    "length",
    "one_of",
    "page_of",
]
