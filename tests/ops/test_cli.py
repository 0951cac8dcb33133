"""The `guanxi` command and the Makefile's list of targets."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from ops import checks
from ops.cli import guanxi

ROOT = Path(__file__).resolve().parents[2]


def test_the_secrets_are_all_that_the_containers_ask_for() -> None:
    made = dict(line.split("=", 1) for line in CliRunner().invoke(guanxi, ["secrets"]).output.splitlines())
    asked = set(re.findall(r"\$\{(\w+):\?\}", (ROOT / "docker-compose.yml").read_text()))
    assert asked == set(made) | {"PUBLIC_URL", "SMTP_URL", "MAIL_FROM"}
    assert len(set(made.values())) == len(made)


def test_a_check_that_finds_something_fails_and_says_what(monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, list[str]] = {"tidy": [], "untidy": ["a sock on the floor"]}
    monkeypatch.setattr(checks, "CHECKS", {name: lambda name=name: found[name] for name in found})
    both = CliRunner().invoke(guanxi, ["check"])
    assert both.exit_code == 1
    assert "tidy: all good" in both.output
    assert "untidy: a sock on the floor" in both.output
    assert CliRunner().invoke(guanxi, ["check", "tidy"]).exit_code == 0
    assert CliRunner().invoke(guanxi, ["check", "unheard-of"]).exit_code == 2


def test_the_environment_of_a_process_can_be_printed(tmp_path: Path) -> None:
    home = {"GUANXI_HOME": str(tmp_path), "GUANXI_PORT": "23000", "DATABASE_URL": "", "REDIS_URL": ""}
    printed = CliRunner(env=home).invoke(guanxi, ["env", "customer-relay"]).output
    assert "DATABASE_URL=postgresql://guanxi_customer:" in printed
    assert CliRunner(env=home).invoke(guanxi, ["env", "kitchen"]).exit_code == 2


def test_every_target_of_the_makefile_is_listed_by_make_help() -> None:
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets
    listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in listed.splitlines()] == targets[1].split()
