"""`make compose-test`: the containers, really run on this machine's Docker engine, from the build to `down` and `up`.

Needs Linux, root (it kills processes of containers from outside), a Docker engine with Compose v2, and where no
registry can be reached `debootstrap`. Takes a quarter of an hour. It uses names of its own (`guanxi-test`) and removes
its containers, networks and volumes; the images stay, for the next time.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from chassis.client import ServiceError
from ops.fleet import FLEET
from ops.servers import free_port
from tests.compose import story
from tests.compose.docker import PROJECT, Failed, Stack, run, wait_for
from tests.compose.emails import Emails, caught_emails
from tests.compose.standins import Images, images

ROLES = tuple(process.name for process in FLEET if not process.local)
SERVERS = ("postgres", "redis")
EMAILS_WHILE_DOUBLED = 10

CHANGES = """
services:
  setup:
    build: {{args: {{PYTHON_IMAGE: "{images.python}"}}}}
    image: {project}
  migrate: {{image: {project}}}
  postgres: {{image: "{images.postgres}"}}
  redis: {{image: "{images.redis}"}}
"""


class Run:
    """One run: its steps in their order, each of which says what it saw."""

    def __init__(self, stack: Stack, emails: Emails, base: Images) -> None:
        self.stack = stack
        self.emails = emails
        self.base = base
        self.seen: list[tuple[str, str]] = []
        self.customer = ""
        self.told = 0
        """Transactions of one piece and one yuan each, told so far of the customer the traffic is about."""

    def step(self, name: str, act: Callable[[], str]) -> None:
        """Do one step and say how it went."""
        began = time.monotonic()
        said = act()
        self.seen.append((name, said))
        print(f"{name} ({time.monotonic() - began:.0f} s): {said}", flush=True)

    def staff(self) -> story.Company:
        """Everybody, signed in anew: the gateway's port may be another one now."""
        return story.company(self.stack.gateways()[0])

    def build(self) -> str:
        """As docs/running.md says: the image, then its own secrets."""
        began = time.monotonic()
        run("docker", "build", "--tag", PROJECT, "--build-arg", f"PYTHON_IMAGE={self.base.python}", ".")
        took = time.monotonic() - began
        size = int(run("docker", "image", "inspect", "--format", "{{.Size}}", PROJECT)) / 1e6
        base = int(run("docker", "image", "inspect", "--format", "{{.Size}}", self.base.python)) / 1e6
        settings = [
            run("docker", "run", "--rm", PROJECT, "guanxi", "secrets"),
            "PUBLIC_URL=https://guanxi.example.com\nPROXIES=1\n",
            f"SMTP_URL={self.emails.url}\nMAIL_FROM=guanxi@example.com\nADMIN_EMAIL=admin@example.com\n",
            f"GUANXI_LISTEN=127.0.0.1:{_two_free_ports()}\n",
        ]
        self.stack.env.write_text("".join(settings))
        ours = "".join(f"  {role}: {{image: {PROJECT}}}\n" for role in ROLES)
        self.stack.changes.write_text(CHANGES.format(images=self.base, project=PROJECT) + ours)
        return f"{took:.0f} s, {size:.0f} MB, {base:.0f} MB of them the base"

    def up(self) -> str:
        """Twice: the second time there is nothing to do."""
        took = self.stack.up("--build")
        before = {each.id for each in self.stack.containers()}
        self.stack.up()
        if {each.id for each in self.stack.containers()} != before:
            raise Failed("`up -d` made containers anew though nothing had changed")
        return f"{len(ROLES) + len(SERVERS)} containers healthy in {took:.0f} s; a second `up -d` changes none"

    def confined(self) -> str:
        """What the kernel says of the first process of each container."""
        for each in self.stack.containers():
            if each.state != "running":
                continue
            status = dict(line.split(":\t", 1) for line in Path(f"/proc/{each.pid}/status").read_text().splitlines())
            seen = (int(status["CapBnd"], 16), status["NoNewPrivs"], status["Uid"].split()[0] != "0")
            if seen != (0, "1", True):
                raise Failed(f"{each.role}: capabilities, no-new-privileges, not root: {seen}")
        return "no capability, no new privileges, no root in any container"

    def sign_in(self) -> str:
        """The administrator is made, and signs in."""
        said = self.stack.compose("run", "--rm", "auth-api", "guanxi", "admin", "create")
        [line] = [line for line in said.splitlines() if line.startswith("Password:")]
        story.hire(self.stack.gateways()[0], line.split()[-1])
        return f"{len(self.staff().people)} people signed in"

    def main_story(self) -> str:
        self.customer = story.customer_becomes_vip(self.staff(), "E00016")["id"]
        story.answer_feedback(self.staff(), "E00016", "感谢您的来信")
        wait_for(lambda: self.emails.with_words("感谢您的来信") == 1, 60, "the answer comes by mail")
        return (
            "entered, checked, told to feedback; the complaint moved when the business made the customer VIP;"
            " feedback was answered by mail"
        )

    def kill_each(self) -> str:
        """One after the other, while transactions come in."""
        slowest, all_of_them = ("", 0.0), 0.0
        with self.traffic("kills") as traffic:
            for role in (*ROLES, *SERVERS):
                took = self.stack.kill(role)
                print(f"  {role}: healthy again after {took:.0f} s", flush=True)
                slowest, all_of_them = max(slowest, (role, took), key=lambda each: each[1]), all_of_them + took
        self.settle(traffic)
        story.customer_becomes_vip(self.staff(), "E00017")
        mean = all_of_them / (len(ROLES) + len(SERVERS))
        return (
            f"each back, in {mean:.0f} s on average ({slowest[0]} in {slowest[1]:.0f} s); {traffic.taken} transactions"
            f" meanwhile ({traffic.tried_again} tries were not answered), each counted once; the story goes on"
        )

    def double_each(self) -> str:
        """Two containers of every role: one effect of everything."""
        self.stack.up("--no-recreate", *(f"--scale={role}=2" for role in ROLES))
        [first, second] = self.stack.gateways()
        staffs = (story.company(first), story.company(second))
        before = len(self.emails.came)
        with self.traffic("doubled") as traffic:
            for number in range(EMAILS_WHILE_DOUBLED):
                story.answer_feedback(staffs[number % 2], "E00016", f"感谢您的反馈 {number}.")
            story.customer_becomes_vip(staffs[1], "E00018")
            time.sleep(30)

        def all_came() -> bool:
            return all(self.emails.with_words(f"感谢您的反馈 {number}.") for number in range(EMAILS_WHILE_DOUBLED))

        wait_for(all_came, 120, "the emails")
        self.settle(traffic)
        time.sleep(10)  # a second one of each would come by now
        twice = [n for n in range(EMAILS_WHILE_DOUBLED) if self.emails.with_words(f"感谢您的反馈 {n}.") != 1]
        if twice:
            raise Failed(f"of these answers more than one letter came: {twice}")
        came = len(self.emails.came) - before
        self.stack.up("--no-recreate", *(f"--scale={role}=1" for role in ROLES))
        return (
            f"{2 * len(ROLES)} containers and the two servers; {traffic.taken} transactions, each counted once;"
            f" {EMAILS_WHILE_DOUBLED} answers, one letter each ({came} letters in all)"
        )

    def down_and_up(self) -> str:
        """What people see is the same afterwards, and the records are whole."""
        before = story.all_records(self.staff())
        self.stack.compose("down")
        if self.stack.containers():
            raise Failed("`down` left containers")
        took = self.stack.up()
        after = story.all_records(self.staff())
        if after != before:
            raise Failed(f"gone: {before - after}; new: {after - before}")
        for service in story.SERVICES:
            self.stack.compose("exec", "-T", f"{service}-relay", "guanxi", "audit", "verify", service)
        story.expect_nothing_for_people(self.staff())
        return f"healthy in {took:.0f} s; {before.total()} records the same, every seal whole, nothing waits for people"

    def logs(self) -> str:
        """What the web processes say when they start."""
        for role in (role for role in ROLES if role.endswith("-api") or role == "gateway"):
            lines = self.stack.logs(role).splitlines()
            if sum('"listening"' in line for line in lines) != 1:
                raise Failed(f"{role} does not say once that it listens")
            if noisy := [line for line in lines if "Retrying" in line]:
                raise Failed(f"{role} says {len(noisy)} times that it tries again: {noisy[0]}")
        return "each web process says once that it listens; no line for a service that was not there yet"

    def traffic(self, name: str) -> story.Traffic:
        erp = self.staff()["erp"]
        return story.Traffic(lambda: erp, "E00016", name)

    def settle(self, traffic: story.Traffic) -> None:
        """All that was told is counted, once."""
        if traffic.refused or not traffic.taken:
            raise Failed(f"transactions: {traffic.taken} taken, refused: {traffic.refused}")
        self.told += traffic.taken
        story.expect_figures(self.staff(), self.customer, 500 + self.told, 900_000 + self.told)

    def all_steps(self) -> None:
        self.step("Build", self.build)
        with self.stack.removed_in_the_end():
            try:
                self.step("Up", self.up)
                self.step("Confined", self.confined)
                self.step("Sign in", self.sign_in)
                self.step("Main story", self.main_story)
                self.step("Log at the start", self.logs)
                self.step("Each killed", self.kill_each)
                self.step("Two of each", self.double_each)
                self.step("Down and up", self.down_and_up)
            except BaseException:
                print("\n".join(f"{each.role}: {each.state} {each.health}" for each in self.stack.containers()))
                print(self.stack.compose("logs", "--no-color", "--tail", "10"), flush=True)
                raise


def _two_free_ports() -> str:
    """A range of two: compose gives each of two gateways one."""
    while True:
        first = free_port()
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", first + 1))
            return f"{first}-{first + 1}"


def main() -> None:
    """Ends with status 1 at the first step that does not go as it should."""
    if sys.platform != "linux" or os.geteuid():
        sys.exit("compose-test needs Linux and root: it kills processes of containers from outside")
    print(f"engine {run('docker', 'version', '--format', '{{.Server.Version}}').strip()}, ", end="")
    print(f"Compose {run('docker', 'compose', 'version', '--short').strip()}", flush=True)
    try:
        base = images()
        print("\n".join(base.said), flush=True)
        with TemporaryDirectory() as folder, caught_emails(base.python) as emails:
            taken = Run(Stack(Path(folder)), emails, base)
            taken.all_steps()
    except (Failed, ServiceError) as error:
        sys.exit(f"FAILED: {error}")
    print("\n| step | seen |\n|---|---|")
    for name, said in taken.seen:
        print(f"| {name} | {said} |")


if __name__ == "__main__":
    main()
