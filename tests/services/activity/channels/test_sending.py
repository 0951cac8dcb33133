"""A message goes where the rules say and nowhere else, whatever the name of a host stands for."""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts.activity import ChannelError, ChannelKind
from services.activity.channels.domain.addresses import Rules
from services.activity.channels.domain.messages import NotDelivered, post_of
from services.activity.channels.sending import LookUp, look_up, sender
from tests.services.activity.channels.robots import HOST, Robot

POST = post_of(ChannelKind.DINGTALK, "你好", "SEC", datetime(2026, 11, 20, tzinfo=UTC))


def standing_for(*ips: str) -> LookUp:
    """A name that stands for these addresses."""
    return lambda host, port: list(ips)


def address(robot: Robot) -> str:
    """The robot's webhook."""
    return f"https://{HOST}:{robot.port}/robot/send?access_token=abc"


def refused(robot: Robot, rules: Rules, url: str = "", ips: tuple[str, ...] = ("127.0.0.1",)) -> ChannelError:
    """Why a message did not arrive."""
    with pytest.raises(NotDelivered) as failure:
        sender(rules, trust=robot.trust, look_up=standing_for(*ips))(ChannelKind.DINGTALK, url or address(robot), POST)
    return failure.value.error


def test_a_message_arrives_as_the_host_it_is_for(robot: Robot, rules: Rules) -> None:
    sender(rules, trust=robot.trust, look_up=standing_for("127.0.0.1"))(ChannelKind.DINGTALK, address(robot), POST)
    [(where, body)] = robot.heard
    assert where == f"/robot/send?access_token=abc&{POST.query}"
    assert body == POST.body


@pytest.mark.parametrize("ips", [("10.0.0.1",), ("169.254.169.254",), ("::1",), ("127.0.0.1", "10.0.0.1"), ()])
def test_a_name_that_stands_for_a_private_address_is_not_reached(
    robot: Robot, rules: Rules, ips: tuple[str, ...]
) -> None:
    assert refused(robot, rules, ips=ips) is ChannelError.NOT_ALLOWED
    assert robot.heard == []


def test_this_machine_is_not_reached_unless_the_settings_name_it(robot: Robot, rules: Rules) -> None:
    assert refused(robot, replace(rules, networks=())) is ChannelError.NOT_ALLOWED
    assert robot.heard == []


def test_the_address_is_looked_at_again_when_it_is_sent_to(robot: Robot, rules: Rules) -> None:
    assert refused(robot, Rules(networks=rules.networks)) is ChannelError.NOT_ALLOWED
    assert refused(robot, rules, address(robot).replace("https", "http")) is ChannelError.NOT_ALLOWED
    assert robot.heard == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(robot: Robot, rules: Rules, status: int) -> None:
    robot.answer = (status, '{"errcode": 0}', {"Location": address(robot)})
    assert refused(robot, rules) is ChannelError.REFUSED
    assert len(robot.heard) == 1


@pytest.mark.parametrize("answer", [(200, '{"errcode": 310000}'), (200, "<html>"), (500, '{"errcode": 0}')])
def test_what_the_robot_does_not_take_is_refused(robot: Robot, rules: Rules, answer: tuple[int, str]) -> None:
    robot.answer = (*answer, {})
    assert refused(robot, rules) is ChannelError.REFUSED


def test_a_certificate_that_nobody_believes_or_of_another_host_is_no_robot(robot: Robot, rules: Rules) -> None:
    stranger = replace(robot, trust=ssl.create_default_context())
    assert refused(stranger, rules) is ChannelError.UNREACHABLE
    place = frozenset({f"other.example.com:{robot.port}"})
    others = replace(rules, hosts={**rules.hosts, ChannelKind.DINGTALK: place})
    assert refused(robot, others, address(robot).replace(HOST, "other.example.com")) is ChannelError.UNREACHABLE
    assert robot.heard == []


def test_nobody_listening_and_a_name_without_an_address_are_unreachable(robot: Robot, rules: Rules) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        there = frozenset({f"{HOST}:{port}"})
        silent = replace(rules, hosts={**rules.hosts, ChannelKind.DINGTALK: there})
        assert refused(robot, silent, f"https://{HOST}:{port}/robot/send") is ChannelError.UNREACHABLE
    with pytest.raises(NotDelivered) as failure:
        sender(rules, trust=robot.trust, look_up=unknown)(ChannelKind.DINGTALK, address(robot), POST)
    assert failure.value.error is ChannelError.UNREACHABLE


def unknown(host: str, port: int) -> list[str]:
    """A name that nobody knows."""
    raise socket.gaierror(socket.EAI_NONAME, "unknown")


def test_a_name_is_looked_up_to_every_address_that_it_stands_for() -> None:
    assert "127.0.0.1" in look_up("localhost", 443)
