"""The pages of basic data, put together: the lists, and the fields that the house has added."""

from __future__ import annotations

from gateway.pages.lists import fields, views

__all__ = ["fields", "page"]
page = views.page
