"""Code lists: what is chosen instead of typed. Trees of entries kept as data, those of a standard and the house's own.

A service has one by declaring a ``CodeList`` and adding ``code_list_api`` to its routes.
"""

from chassis.code_lists.api import code_list_api
from chassis.code_lists.entries import CodeList
from chassis.code_lists.finding import begins_with, paths_of, resolve, resolve_all
from chassis.code_lists.loading import StandardEntry, load_standard

__all__ = [
    "CodeList",
    "StandardEntry",
    "begins_with",
    "code_list_api",
    "load_standard",
    "paths_of",
    "resolve",
    "resolve_all",
]
