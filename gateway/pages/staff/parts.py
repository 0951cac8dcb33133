"""The pages of staff, put together."""

from __future__ import annotations

from gateway.pages.staff import departments, requests, roles, views

__all__ = ["departments", "page", "requests", "roles"]
page = views.page
