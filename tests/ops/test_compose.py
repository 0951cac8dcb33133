"""docker-compose.yml and the Dockerfile run the same fleet as the launcher, with nothing secret written down."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.fleet import FLEET, Process
from ops.site import Site

ROOT = Path(__file__).resolve().parents[2]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
ONE_SHOT = ("setup", "migrate")
OTHERS = ("postgres", "redis", *ONE_SHOT)
MAY_BE_MISSING = {"OIDC_CLIENT_SECRET"}
"""Secrets of what not every house has."""
ONLY_LOCAL = {"GUANXI_HOME", "PYTHONUNBUFFERED", "LISTEN", "MAILBOX_URL", "LOG_LEVEL"}


@pytest.mark.parametrize("process", [each for each in FLEET if not each.local], ids=lambda each: each.name)
def test_every_process_of_the_launcher_has_its_twin_with_the_same_command(process: Process) -> None:
    assert SERVICES[process.name]["command"] == list(process.command)


def test_there_is_no_process_that_the_launcher_does_not_know() -> None:
    assert set(SERVICES) - set(OTHERS) == {process.name for process in FLEET if not process.local}


@pytest.mark.parametrize("process", [each for each in FLEET if not each.local], ids=lambda each: each.name)
def test_every_process_gets_the_variables_that_the_launcher_gives_it(process: Process, tmp_path: Path) -> None:
    given = set(Site(tmp_path, environ={}).environment(process.service)) - ONLY_LOCAL
    assert given <= set(SERVICES[process.name]["environment"])


@pytest.mark.parametrize("name", SERVICES)
def test_every_lasting_container_has_a_health_check(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check == {"disable": True} if name in ONE_SHOT else check["test"][0] == "CMD"


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_runs_as_root(name: str) -> None:
    assert SERVICES[name]["user"] in {"10001:10001", "postgres", "redis"}
    assert not SERVICES[name].get("privileged")


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_can_write_gain_rights_or_fill_the_machine(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert service["tmpfs"]
    assert all("size=" in folder for folder in service["tmpfs"])


def test_the_image_is_built_by_one_service_and_never_looked_for_in_a_registry() -> None:
    ours = {name: service for name, service in SERVICES.items() if service["image"] == "guanxi"}
    assert {"postgres", "redis"} == set(SERVICES) - set(ours)
    assert [name for name, service in SERVICES.items() if "build" in service] == ["setup"]
    assert {service["pull_policy"] for service in ours.values()} == {"never"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_secret_comes_from_the_environment_and_must_be_set(name: str) -> None:
    for variable, value in SERVICES[name]["environment"].items():
        bare = re.sub(r"\$\{\w+:\?\}", "", value)
        if variable in MAY_BE_MISSING:
            assert value == f"${{{variable}:-}}"
        elif re.search("PASSWORD|SECRET|REDISCLI_AUTH", variable):
            assert bare == "", variable
        assert not re.search(r":[^/@]+@", bare), f"a password stands in {variable}"


def test_only_the_gateway_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["gateway"]
    assert SERVICES["gateway"]["ports"] == ["${GUANXI_LISTEN:-127.0.0.1:8000}:8000"]


def test_the_signing_keys_are_mounted_for_the_auth_service_alone() -> None:
    holders = {name for name, service in SERVICES.items() if "keys-signing" in str(service.get("volumes"))}
    assert holders == {"setup", "auth-api", "auth-feed", "auth-jobs", "auth-relay"}


def test_the_image_does_not_run_as_root_and_names_no_host() -> None:
    text = (ROOT / "Dockerfile").read_text()
    users = re.findall(r"^USER (\S+)", text, re.MULTILINE)
    assert users == ["10001:10001"]
    assert "://" not in text


def test_the_image_takes_only_what_it_needs() -> None:
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    assert allowed[0] == "*"
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert f"!{source.partition('/')[0]}" in allowed, source
