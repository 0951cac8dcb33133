"""One page, one fragment: a page includes its fragment, and htmx gets the same fragment alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.words import sentence

KEPT_OUT = frozenset({"csrf_token", "version", "idempotency_key", "password", "old", "new"})
ANSWERED_IN_PLACE = frozenset({400, 409, 412, 413, 422})


@dataclass(frozen=True)
class Failure:
    """Why a form was refused, and what the person had put into it. ``form`` names the form on the page."""

    form: str
    status: int
    code: str
    message: str
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stale(self) -> bool:
        """Somebody else changed the record after this form was shown."""
        return self.status == 412


def wants_fragment() -> bool:
    """True for an htmx swap. Going back in history wants the whole page."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers and "HX-Boosted" not in headers


def show(page: str, *, fragment: str, status: int = 200, **context: Any) -> Response:
    """The page, or to htmx its fragment."""
    context.setdefault("failure", None)
    alone = wants_fragment()
    content = render_template(fragment if alone else page, **context)
    if alone and session.get("_flashes"):
        content += render_template("_notices_swap.html")
    response = make_response(content, status)
    response.vary.update(["HX-Request", "HX-History-Restore-Request", "HX-Boosted"])
    return response


def attempt(form: str, command: Callable[[], Any]) -> Failure | None:
    """Run a command; what the service refuses comes back as a Failure to show beside the form."""
    try:
        command()
    except ServiceError as error:
        return failed(form, error)
    return None


def failed(form: str, error: ServiceError) -> Failure:
    """The Failure of a refusal that a form can answer; any other error is raised again."""
    if error.status not in ANSWERED_IN_PLACE:
        raise error
    return Failure(
        form=form,
        status=error.status,
        code=error.code,
        message=sentence(error.code, error.detail),
        fields=_field_sentences(error.fields),
        values={name: value for name, value in request.form.items() if name not in KEPT_OUT},
    )


def go(see: str, said: str = "") -> BaseResponse:
    """After a POST: on to the page that shows the result."""
    if said:
        flash(said)
    if wants_fragment():
        response = BaseResponse(status=204)
        response.headers["HX-Redirect"] = see
        return response
    return redirect(see, 303)


def settled(
    failure: Failure | None, *, see: str, said: str, page: str, fragment: str, context: Callable[[], dict[str, Any]]
) -> BaseResponse:
    """After a command on a record: the changed part to htmx, a redirect to everyone else; a refusal shows the page
    again with the reason and the input."""
    if failure is not None:
        return show(page, fragment=fragment, status=failure.status, failure=failure, **context())
    flash(said)
    if wants_fragment():
        return show(page, fragment=fragment, **context())
    return redirect(see, 303)


@dataclass(frozen=True)
class View:
    """A page whose changing part htmx gets alone. ``name`` is that of both templates (``<folder>/[_]<name>.html``),
    ``context`` what they show."""

    endpoint: str
    folder: str
    name: str
    context: Callable[[], dict[str, Any]]

    def shown(self) -> Response:
        return show(self.page, fragment=self.fragment, failure=None, **self.context())

    def settled(self, failure: Failure | None, said: str) -> BaseResponse:
        """What follows a command on what is seen here."""
        see = url_for(self.endpoint)
        return settled(failure, see=see, said=said, page=self.page, fragment=self.fragment, context=self.context)

    @property
    def page(self) -> str:
        return f"{self.folder}/{self.name}.html"

    @property
    def fragment(self) -> str:
        return f"{self.folder}/_{self.name}.html"


def _field_sentences(fields: Mapping[str, Any]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for name, codes in fields.items():
        said[name] = [sentence(code) for code in _codes(codes)]
    return said


def _codes(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value
    return [code for part in inner for code in _codes(part)]
