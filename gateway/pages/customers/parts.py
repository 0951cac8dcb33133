"""The pages of customers, put together: the record's panels, and what has a list of its own beside the customers."""

from __future__ import annotations

from gateway.pages.customers import duplicates, entries, exports, hand_overs, panels, requests, views

__all__ = ["page", "panels"]
page = views.page
page.register_blueprint(requests.page)
page.register_blueprint(entries.page)
page.register_blueprint(exports.page)
page.register_blueprint(hand_overs.page)
page.register_blueprint(duplicates.page)
