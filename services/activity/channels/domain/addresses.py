"""Where this house sends messages to: the vendors' own hosts over https, at addresses of the open internet. A webhook
is typed by somebody; without these rules it could make the house knock at doors behind its own wall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from types import MappingProxyType
from urllib.parse import urlsplit

from chassis.errors import Invalid
from contracts.activity import ChannelKind

Network = IPv4Network | IPv6Network
Hosts = Mapping[ChannelKind, frozenset[str]]
LONGEST_ADDRESS = 500
HTTPS = 443

HOSTS: Hosts = MappingProxyType(
    {
        ChannelKind.WECOM: frozenset({"qyapi.weixin.qq.com"}),
        ChannelKind.DINGTALK: frozenset({"oapi.dingtalk.com"}),
        ChannelKind.FEISHU: frozenset({"open.feishu.cn", "open.larksuite.com"}),
    }
)
PATHS: Mapping[ChannelKind, str] = {
    ChannelKind.WECOM: "/cgi-bin/webhook/send",
    ChannelKind.DINGTALK: "/robot/send",
    ChannelKind.FEISHU: "/open-apis/bot/v2/hook/",
}
"""Where a vendor's webhooks begin."""

_CARRIERS = tuple(ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
"""IPv6 addresses that carry an IPv4 address: what they lead to is not said by themselves."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """``hosts``: of each vendor, with a port where it is not 443. ``networks``: what may be sent to although it is not
    of the open internet, for a house that runs a vendor's server itself."""

    hosts: Hosts = field(default_factory=lambda: HOSTS)
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True)
class Address:
    """A webhook in its parts. ``target``: path and query."""

    host: str
    port: int
    target: str


def read_rules(hosts: str, networks: str) -> Rules:
    """The rules as the settings write them: ``wecom=robots.example.com:8443 feishu=...`` puts other hosts in the place
    of a vendor's own, and networks are written ``10.2.0.0/16 ...``. Raises ValueError."""
    own: dict[ChannelKind, frozenset[str]] = {}
    for pair in hosts.split():
        kind, _, host = pair.partition("=")
        if not host or host != host.lower():
            raise ValueError(f"{pair!r} is not kind=host")
        own[ChannelKind(kind)] = own.get(ChannelKind(kind), frozenset()) | {host}
    return Rules(hosts={**HOSTS, **own}, networks=tuple(ip_network(each) for each in networks.split()))


def read_address(url: str, kind: ChannelKind, rules: Rules) -> Address:
    """A webhook of a vendor's in its parts. Raises Invalid for any other address: another scheme or host, a name and
    password in it, a path that is no webhook's."""
    if len(url) > LONGEST_ADDRESS or not url.isascii() or not url.isprintable() or set(url) & set(" \\#"):
        raise Invalid(url="not_a_webhook")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or HTTPS
    except ValueError:
        raise Invalid(url="not_a_webhook") from None
    if parts.scheme != "https" or "@" in parts.netloc:
        raise Invalid(url="not_a_webhook")
    if (host if port == HTTPS else f"{host}:{port}") not in rules.hosts[kind]:
        raise Invalid(url="other_host")
    if not parts.path.startswith(PATHS[kind]) or ".." in parts.path or "%" in parts.path:
        raise Invalid(url="not_a_webhook")
    return Address(host, port, f"{parts.path}?{parts.query}" if parts.query else parts.path)


def may_reach(ip: str, rules: Rules) -> bool:
    """Whether messages may be sent to an address that a host's name stands for: one of the open internet, or of the
    networks that the settings name."""
    address = ip_address(ip.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address in network for network in rules.networks):
        return True
    if any(address in network for network in _CARRIERS):
        return False
    return address.is_global and not address.is_multicast


def hint_of(url: str) -> str:
    """What is shown of a webhook, whose end is a key: the host and the last characters."""
    return f"{urlsplit(url).hostname} … {url[-4:]}"
