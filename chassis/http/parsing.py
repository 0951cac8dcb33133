"""How a body of JSON is read."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Request
from flask_smorest import Blueprint
from marshmallow import missing
from webargs.flaskparser import FlaskParser, is_json_request


class StrictParser(FlaskParser):
    """Reads JSON as the standard has it: no NaN, no half of a character, nothing nested without end. What is none is
    answered 400; the parser of Python would take the first two and give up at the third."""

    def _raw_load_json(self, req: Request) -> Any:
        return orjson.loads(req.get_data(cache=True)) if is_json_request(req) else missing


class StrictBlueprint(Blueprint):  # type: ignore[misc]
    """A blueprint that reads bodies so."""

    ARGUMENTS_PARSER = StrictParser()
