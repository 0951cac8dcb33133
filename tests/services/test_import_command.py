"""`guanxi import`: a client of the API, from the file to the approval by somebody else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from werkzeug.serving import make_server

from chassis.auth import Scope
from chassis.events import decode
from chassis.jobs.runner import JobRunner
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.customer import CustomerChanged
from contracts.permissions import Permission as P
from ops.cli import guanxi
from services.auth.cli import ensure_house
from services.auth.store import queries
from services.auth.store.models import Staff
from services.auth.usecases.passwords import set_password
from services.customer.jobs import jobs
from services.feedback.consumers import consumers

PASSWORD = "Correct-Horse-7"
PERSONS = "编号,姓名,性别,手机,备注\r\nC1,陈凯,男,13843771497,x\r\nC2,王岩,女,abc,y\r\n"
CASES = """received_at,customer_code,channel,kind,content
2026-10-19T21:21,C1,电话,反馈,很快，好吃
2026-10-20 08:00,C9,web,投诉,慢
"""


def api(apps: dict[str, Flask]) -> Callable[..., Any]:
    """The API's paths, without its pages: /api/v1/cases is the feedback service's /v1/cases."""

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"].removeprefix("/api")
        owner = {"auth": "auth", "cases": "feedback", "case-files": "feedback"}.get(path.split("/")[2], "customer")
        return apps[owner].wsgi_app({**environ, "PATH_INFO": path}, start_response)

    return app


@dataclass
class Scenario:
    """Three services behind one api, with a clerk, a verifier and a lead, and a worker that does the jobs."""

    url: str
    customer: ServiceUnderTest
    feedback: ServiceUnderTest

    def run(self, *arguments: str) -> Result:
        login = ["--url", self.url, "--username", "clerk", "--password", PASSWORD]
        return CliRunner().invoke(guanxi, ["import", *arguments, *login])

    def reader(self) -> Caller:
        return self.customer.person("读者", {P.CUSTOMER_READ: Scope.ALL})


@pytest.fixture
def scenario(start_service: Callable[[str], ServiceUnderTest]) -> Iterator[Scenario]:
    """The three services, served."""
    services = {name: start_service(name) for name in ("auth", "customer", "feedback")}
    with services["auth"].unit_of_work() as ctx:
        ensure_house(ctx)
        office = queries.staff_by_username(ctx.session, "admin").department_id  # type: ignore[union-attr]
        for username, role in (("clerk", "service"), ("checker", "verifier"), ("lead", "service_lead")):
            person = Staff(username=username, name=username, department_id=office, roles=[role], active=True)
            ctx.session.add(person)
            ctx.session.flush()
            set_password(ctx, person, PASSWORD, must_change=False, action="password_changed")
    server = make_server("127.0.0.1", 0, api({name: each.app for name, each in services.items()}), threaded=True)
    ended = threading.Event()
    runner = JobRunner(services["customer"].engine, jobs)

    def work() -> None:
        while not ended.wait(0.05):
            runner.run_due(seconds=1)

    threads = [threading.Thread(target=server.serve_forever), threading.Thread(target=work)]
    for thread in threads:
        thread.start()
    yield Scenario(f"http://127.0.0.1:{server.server_port}", services["customer"], services["feedback"])
    ended.set()
    server.shutdown()
    for thread in threads:
        thread.join()
    server.server_close()


def test_a_file_goes_from_the_command_line_to_active_customers(scenario: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "persons.csv"
    file.write_bytes(PERSONS.encode("gbk"))
    errors = tmp_path / "errors"
    checked = ("--check-as", "checker", "--check-password", PASSWORD)
    done = scenario.run(str(file), "--kind", "customers", *checked, "--map", "备注=hobbies", "--errors", str(errors))
    assert done.exit_code == 0, done.output
    assert "2 rows, gb18030, persons" in done.output
    assert "1 created, 0 updated, 0 unchanged, 1 rejected" in done.output
    assert "row 3, 手机: not_a_phone (abc)" in done.output
    assert "checked by checker" in done.output
    assert "C2,王岩,女,abc,y" in (errors / "persons.csv.errors.csv").read_text("utf-8-sig")
    [customer] = scenario.reader().get("/customers").json["items"]
    assert (customer["name"], customer["status"]) == ("陈凯", "active")
    again = scenario.run(str(file), "--kind", "customers", *checked)
    assert "0 created, 0 updated, 1 unchanged, 1 rejected" in again.output


def test_the_command_says_what_headings_do_and_leaves_single_values_out(scenario: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "persons.csv"
    file.write_text("姓名,手机,联系手机,地址（备用）\n陈凯,13900001111,,\n王岩,13900002222,,\n")
    done = scenario.run(str(file), "--kind", "persons", "--key", "mobile", "--on-flaw", "leave_out")
    assert done.exit_code == 0, done.output
    assert "联系手机: two_columns 手机" in done.output
    assert "地址（备用）: other_unit 备用" in done.output
    assert "2 created" in done.output


def test_without_a_checker_the_command_ends_at_the_check(scenario: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "persons.csv"
    file.write_text(PERSONS)
    done = scenario.run(str(file), "--kind", "persons")
    assert (done.exit_code, "Somebody else has to check it" in done.output) == (0, True)


def test_cases_are_sent_once_however_often_their_file_is(scenario: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "persons.csv"
    file.write_text(PERSONS)
    scenario.run(str(file), "--kind", "persons", "--check-as", "checker", "--check-password", PASSWORD)
    news = [decode(CustomerChanged, told) for told in scenario.customer.told(CustomerChanged.event_name)]
    scenario.feedback.hear(consumers, *news)
    cases = tmp_path / "feedback.csv"
    cases.write_text(CASES)
    reader = scenario.feedback.person("读者", {P.CASE_READ: Scope.ALL})
    waiting = scenario.run(str(cases), "--kind", "cases")
    assert "1 created, 0 unchanged, 1 rejected" in waiting.output, waiting.output
    assert "row 3, customer_code: no_such_customer (C9)" in waiting.output
    assert "Somebody else has to check it now" in waiting.output
    assert reader.get("/cases").json["items"] == []
    checked = ("--check-as", "lead", "--check-password", PASSWORD)
    first = scenario.run(str(cases), "--kind", "cases", *checked)
    assert "1 filed, checked by lead" in first.output, first.output
    second = scenario.run(str(cases), "--kind", "cases", *checked)
    assert "0 created, 1 unchanged, 1 rejected" in second.output
    [case] = reader.get("/cases").json["items"]
    assert (case["kind"], case["channel"], case["received_at"][:16]) == ("feedback", "phone", "2026-10-19T13:21")


def test_what_goes_wrong_is_said_in_one_line(scenario: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_bytes(b"")
    assert "guanxi: empty.csv: empty_file" in str(scenario.run(str(file), "--kind", "customers").exception)
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n")
    refused = str(scenario.run(str(table), "--kind", "customers").exception)
    assert refused == "guanxi: invalid (422): {'external_code': ['not_mapped'], 'name': ['not_mapped']}"
    assert "columns_missing" in scenario.run(str(table), "--kind", "cases").output
    nobody = CliRunner().invoke(guanxi, ["import", str(table), "--kind", "cases", "--url", scenario.url])
    assert (nobody.exit_code, "Say who you are" in nobody.output) == (2, True)
