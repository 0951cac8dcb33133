"""The pages of staff, put together."""

from __future__ import annotations

from gateway.pages.staff import departments, roles, views

__all__ = ["departments", "page", "roles"]
page = views.page
