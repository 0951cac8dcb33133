"""Messages to robots over https. The name of a host is looked up once, every address it stands for is looked at, and
the connection goes to the very address that was looked at: a name that answers otherwise the next time changes
nothing."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable

from urllib3 import HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from chassis.context import Context
from chassis.errors import Invalid
from chassis.jobs import Jobs, RetryLater
from chassis.jobs.registry import State
from contracts.activity import ChannelError, ChannelKind
from services.activity.channels.domain.addresses import Address, Rules, may_reach, read_address
from services.activity.channels.domain.messages import NotDelivered, Post, is_taken
from services.activity.channels.usecases import messages
from services.activity.channels.usecases.messages import Send, SendToChannel

CONNECT_SECONDS, READ_SECONDS = 3.0, 5.0
LARGEST_ANSWER = 64 * 1024
LookUp = Callable[[str, int], list[str]]


def look_up(host: str, port: int) -> list[str]:
    """Every address that a host's name stands for. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def sender(rules: Rules, *, trust: ssl.SSLContext | None = None, look_up: LookUp = look_up) -> Send:
    """What sends by these rules. ``trust``: whose certificates are believed, the system's unless told."""
    context = trust or ssl.create_default_context()

    def send(kind: ChannelKind, url: str, post: Post) -> None:
        try:
            address = read_address(url, kind, rules)
        except Invalid:
            raise NotDelivered(ChannelError.NOT_ALLOWED, "the address is none of the vendor's") from None
        _deliver(address, _allowed(address, rules, look_up), context, post)

    return send


def register(jobs: Jobs, send: Send) -> None:
    """Let a service's jobs worker send to its channels with ``send``."""

    def send_to_channel(ctx: Context, job: SendToChannel, state: State) -> RetryLater | None:
        return messages.send_to_channel(ctx, job, state, send)

    jobs.replace(SendToChannel, send_to_channel)


def _allowed(address: Address, rules: Rules, look_up: LookUp) -> str:
    """The address to connect to, if all that the name stands for are allowed. Raises NotDelivered."""
    try:
        found = look_up(address.host, address.port)
    except OSError as error:
        raise NotDelivered(ChannelError.UNREACHABLE, f"{address.host} has no address") from error
    if not found or not all(may_reach(ip, rules) for ip in found):
        raise NotDelivered(ChannelError.NOT_ALLOWED, f"{address.host} leads where nothing is sent")
    return found[0]


def _deliver(address: Address, ip: str, context: ssl.SSLContext, post: Post) -> None:
    """Raises NotDelivered."""
    target = address.target
    if post.query:
        target += ("&" if "?" in target else "?") + post.query
    host = address.host if address.port == 443 else f"{address.host}:{address.port}"
    pool = HTTPSConnectionPool(
        ip,
        address.port,
        timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        retries=False,
        ssl_context=context,
        server_hostname=address.host,
        assert_hostname=address.host,
    )
    try:
        answer = pool.urlopen(
            "POST",
            target,
            body=json.dumps(post.body, ensure_ascii=False).encode(),
            headers={"Host": host, "Content-Type": "application/json; charset=utf-8"},
            redirect=False,
            preload_content=False,
        )
        said = answer.read(LARGEST_ANSWER)
        answer.release_conn()
    except (HTTPError, OSError) as error:
        raise NotDelivered(ChannelError.UNREACHABLE, type(error).__name__) from error
    finally:
        pool.close()
    if answer.status != 200 or not is_taken(_json(said)):
        raise NotDelivered(ChannelError.REFUSED, f"answered {answer.status}")


def _json(said: bytes) -> object:
    try:
        return json.loads(said)
    except ValueError:
        return None
