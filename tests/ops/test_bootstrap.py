"""What `make` does before there is an environment to do it in."""

import importlib.util
import sys

import pytest

from ops import bootstrap

LISTING = """\
:env:.cert='/etc/ssl/own.crt'
global.cert='/etc/ssl/other.crt'
global.extra-index-url='https://one.example/simple https://two.example/simple'
global.find-links='/wheels /more-wheels'
global.index-url='https://mirror.example/simple'
global.proxy='http://proxy.example:3128'
global.timeout='60'
global.trusted-host='mirror.example'
"""


def test_uv_is_told_what_pip_is_configured_with() -> None:
    assert bootstrap.translate(LISTING) == {
        "SSL_CERT_FILE": "/etc/ssl/own.crt",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/wheels,/more-wheels",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "ALL_PROXY": "http://proxy.example:3128",
        "UV_INSECURE_HOST": "mirror.example",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_a_python_without_pip_ends_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="sudo apt install python3-pip"):
        bootstrap.pip()


def test_a_python_that_is_too_old_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"3\.11 or newer; this is 3\.9.*make PYTHON="):
        bootstrap.main([])
