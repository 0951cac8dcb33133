"""What people add to records of any kind: notes, tags, attachments, fields of the house's own.

A service has them for its records by naming the model (``Annotated``) and adding ``annotations_api`` to its routes.
"""

from chassis.annotations.api import annotations_api
from chassis.annotations.records import Annotated, Part
from chassis.annotations.tables import Customizable

__all__ = ["Annotated", "Customizable", "Part", "annotations_api"]
