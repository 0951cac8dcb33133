"""For which addresses browsers know passkeys."""

from __future__ import annotations

import pytest

from chassis.auth.relying_party import RelyingParty, relying_party


@pytest.mark.parametrize(
    ("address", "id", "origin"),
    [
        ("https://guanxi.example.com", "guanxi.example.com", "https://guanxi.example.com"),
        ("https://Guanxi.Example.com:443/", "guanxi.example.com", "https://guanxi.example.com"),
        ("https://guanxi.example.com:8443/crm", "guanxi.example.com", "https://guanxi.example.com:8443"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("https://关系.中国", "xn--d6q247h.xn--fiqs8s", "https://xn--d6q247h.xn--fiqs8s"),
    ],
)
def test_a_name_over_https_or_the_machine_itself_has_passkeys(address: str, id: str, origin: str) -> None:
    assert relying_party(address) == RelyingParty(id=id, origin=origin)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000",
        "https://10.1.2.3",
        "https://[::1]",
        "http://guanxi.example.com",
        "",
        "ftp://x",
        "https://x:99999",
    ],
)
def test_an_ip_address_or_one_without_encryption_has_none(address: str) -> None:
    assert relying_party(address) is None
