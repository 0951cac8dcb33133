"""One page, one fragment: a page includes its fragment, and htmx gets the same fragment alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Response, flash, make_response, redirect, render_template, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.words import sentence

T = TypeVar("T")
KEPT_OUT = frozenset({"csrf_token", "version", "idempotency_key", "password", "old", "new"})
ANSWERED_IN_PLACE = frozenset({400, 409, 412, 413, 422})


@dataclass(frozen=True)
class Failure:
    """Why a form was refused, and what the person had put into it. ``form`` names the form on the page; ``fields`` says
    what is wrong with each field in words, ``codes`` in codes."""

    form: str
    status: int
    code: str
    message: str
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    codes: Mapping[str, list[str]] = field(default_factory=dict)
    values: MultiDict[str, str] = field(default_factory=MultiDict)

    @property
    def stale(self) -> bool:
        """Somebody else changed the record after this form was shown."""
        return self.status == 412


def wants_fragment() -> bool:
    """True for an htmx swap. Going back in history wants the whole page."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers and "HX-Boosted" not in headers


def show(page: str, *, fragment: str = "", status: int | None = None, **context: Any) -> Response:
    """The page, or to htmx its fragment. The status is that of the context's ``failure``, where there is one."""
    failure: Failure | None = context.setdefault("failure", None)
    alone = wants_fragment()
    content = render_template(fragment or page if alone else page, **context)
    if alone and session.get("_flashes"):
        content += render_template("_notices_swap.html")
    response = make_response(content, status or (failure.status if failure else 200))
    response.vary.update(["HX-Request", "HX-History-Restore-Request", "HX-Boosted"])
    return response


def attempt(form: str, command: Callable[[], T]) -> T | Failure:
    """What a command answers; what the service refuses is a Failure to show beside the form."""
    try:
        return command()
    except ServiceError as error:
        return failed(form, error)


def failed(form: str, error: ServiceError) -> Failure:
    """The Failure of a refusal that a form can answer; any other error is raised again."""
    if error.status not in ANSWERED_IN_PLACE:
        raise error
    return refused(form, error)


def refused(form: str, error: ServiceError) -> Failure:
    """A refusal as a Failure, with what was typed."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in KEPT_OUT]
    codes = {name: _codes(each) for name, each in error.fields.items()}
    fields = {name: [sentence(code) for code in each] for name, each in codes.items()}
    return Failure(form, error.status, error.code, sentence(error.code, error.detail), fields, codes, MultiDict(typed))


def go(see: str, said: str = "") -> BaseResponse:
    """After a POST: on to the page that shows the result."""
    if said:
        flash(said)
    if wants_fragment():
        response = BaseResponse(status=204)
        response.headers["HX-Redirect"] = see
        return response
    return redirect(see, 303)


def _codes(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value
    return [code for part in inner for code in _codes(part)]
