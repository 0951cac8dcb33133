"""Messages go to the vendors' own hosts and into the open internet, nowhere else."""

from __future__ import annotations

import pytest

from chassis.errors import Invalid
from contracts.activity import ChannelKind
from services.activity.channels.domain.addresses import (
    LONGEST_ADDRESS,
    Address,
    Rules,
    hint_of,
    may_reach,
    read_address,
    read_rules,
)

WECOM, DINGTALK, FEISHU = ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU
KEY = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6"
RULES = Rules()


def refusal(url: str, kind: ChannelKind = WECOM, rules: Rules = RULES) -> str:
    """Why an address is refused; '' when it is not."""
    try:
        read_address(url, kind, rules)
    except Invalid as error:
        return str(error.fields["url"][0])
    return ""


def test_a_webhook_of_each_vendor_is_read_in_its_parts() -> None:
    assert read_address(KEY, WECOM, RULES) == Address("qyapi.weixin.qq.com", 443, "/cgi-bin/webhook/send?key=693a91f6")
    assert read_address("https://oapi.dingtalk.com/robot/send?access_token=x", DINGTALK, RULES).port == 443
    for host in ("open.feishu.cn", "open.larksuite.com"):
        assert read_address(f"https://{host}/open-apis/bot/v2/hook/abc", FEISHU, RULES).host == host
    assert read_address("https://QYAPI.weixin.qq.com:443/cgi-bin/webhook/send?key=1", WECOM, RULES).port == 443


@pytest.mark.parametrize(
    "url",
    [
        KEY.replace("https", "http"),
        KEY.replace("https", "ftp"),
        "file:///etc/passwd",
        "gopher://qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "//qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com@127.0.0.1/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com\\@127.0.0.1/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com /cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send\n",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send#x",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send/../../gettoken",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send/%2e%2e/gettoken",
        "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=1",
        "https://qyapi.weixin.qq.com:99999/cgi-bin/webhook/send",
        "https://ｑyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://[::1/cgi-bin/webhook/send",
        "",
    ],
)
def test_what_is_no_webhook_of_the_vendor_is_refused(url: str) -> None:
    assert refusal(url) == "not_a_webhook"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "169.254.169.254",
        "[::1]",
        "0x7f000001",
        "evil-qyapi.weixin.qq.com",
        "qyapi.weixin.qq.com.evil.com",
        "qyapi.weixin.qq.com.",
        "qyapi.weixin.qq.com:8443",
        "oapi.dingtalk.com",
    ],
)
def test_another_host_is_refused(host: str) -> None:
    assert refusal(f"https://{host}/cgi-bin/webhook/send?key=1") == "other_host"


def test_an_address_may_be_so_long_and_no_longer() -> None:
    longest = KEY + "x" * (LONGEST_ADDRESS - len(KEY))
    assert (refusal(longest), refusal(longest + "x")) == ("", "not_a_webhook")


@pytest.mark.parametrize("ip", ["101.226.129.166", "223.255.255.255", "240e:ff:f040:d::1", "::ffff:101.226.129.166"])
def test_the_open_internet_may_be_reached(ip: str) -> None:
    assert may_reach(ip, RULES)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.255",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
    ],
)
def test_what_is_not_of_the_open_internet_may_not(ip: str) -> None:
    assert not may_reach(ip, RULES)


@pytest.mark.parametrize("ip", ["172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "11.0.0.0"])
def test_beside_a_private_range_is_the_open_internet(ip: str) -> None:
    assert may_reach(ip, RULES)


def test_a_house_with_a_vendors_server_of_its_own_names_host_and_network() -> None:
    own = read_rules("dingtalk=ding.example.com:8443 dingtalk=ding2.example.com", "10.2.0.0/16")
    assert refusal("https://ding.example.com:8443/robot/send", DINGTALK, own) == ""
    assert refusal("https://ding2.example.com/robot/send", DINGTALK, own) == ""
    assert refusal("https://ding.example.com/robot/send", DINGTALK, own) == "other_host"
    assert refusal("https://oapi.dingtalk.com/robot/send", DINGTALK, own) == "other_host"
    assert refusal(KEY, WECOM, own) == ""
    assert [may_reach(ip, own) for ip in ("10.2.255.255", "::ffff:10.2.0.1", "10.3.0.0")] == [True, True, False]


@pytest.mark.parametrize(
    ("hosts", "networks"),
    [
        ("wecom", ""),
        ("slack=hooks.slack.com", ""),
        ("wecom=", ""),
        ("wecom=A.com", ""),
        ("", "10.0.0.1/8"),
        ("", "all"),
    ],
)
def test_settings_that_cannot_be_read_are_refused(hosts: str, networks: str) -> None:
    with pytest.raises(ValueError):
        read_rules(hosts, networks)


def test_of_a_webhook_only_the_host_and_its_end_are_shown() -> None:
    assert hint_of(KEY) == "qyapi.weixin.qq.com … 91f6"
