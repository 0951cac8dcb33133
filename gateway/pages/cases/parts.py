"""The pages of cases, put together: the page of one, the answer to its customer, and what is kept beside the cases."""

from __future__ import annotations

from gateway.pages.cases import absences, answering, deadlines, record, reply_templates, views

__all__ = ["answering", "page", "record"]
page = views.page
page.register_blueprint(reply_templates.page)
page.register_blueprint(absences.page)
page.register_blueprint(deadlines.page)
