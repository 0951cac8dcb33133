"""The whole fleet, started the way a user starts it, for tests that tell a story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
import psycopg

from chassis.client import Client
from ops.demo.api_client import ApiClient
from ops.site import Site
from ops.trial import started

PASSWORD = "Tests-only-2026"


@dataclass
class Fleet:
    """A running system."""

    site: Site
    client: Client
    admin_password: str
    launcher: int
    """The id of the process that started all the others."""

    def api(self, username: str, password: str = PASSWORD) -> ApiClient:
        """Somebody signed in at the API."""
        return ApiClient.sign_in(self.client, username, password)

    def hire(self, admin: ApiClient, username: str, name: str, roles: list[str], department_id: str) -> ApiClient:
        """A new member of staff, who has chosen an own password."""
        person = {"username": username, "name": name, "email": f"{username}@example.com"}
        made = admin.post("/staff", {**person, "department_id": department_id, "roles": roles})
        given = made["password"]
        self.api(username, given).post("/me/password", {"old": given, "new": PASSWORD})
        return self.api(username)

    @contextmanager
    def standing_still(self, name: str) -> Iterator[None]:
        """Meanwhile one of its processes (``customer-jobs``) does nothing, as one does that the machine has no time
        for."""
        children = psutil.Process(self.launcher).children(recursive=True)
        stopped = [process for process in children if name in " ".join(process.cmdline())]
        assert stopped, name
        try:
            for process in stopped:
                process.suspend()
            yield
        finally:
            for process in stopped:
                process.resume()

    @contextmanager
    def without_review(self) -> Iterator[None]:
        """Meanwhile no review of accounts is open: one that another test has opened stands aside, and none is left."""
        with psycopg.connect(self.site.database_url("auth", owner=True), autocommit=True) as database:
            known = [row[0] for row in database.execute("SELECT id FROM account_review")]
            open_now = "UPDATE account_review SET closed_at = now() WHERE closed_at IS NULL RETURNING id"
            aside = database.execute(open_now).fetchall()
            try:
                yield
            finally:
                database.execute("DELETE FROM reviewed_account WHERE review_id <> ALL (%s)", [known])
                database.execute("DELETE FROM account_review WHERE id <> ALL (%s)", [known])
                for row in aside:
                    database.execute("UPDATE account_review SET closed_at = NULL WHERE id = %s", row)

    def emails(self) -> list[str]:
        """The emails that were caught, raw, the newest last."""
        return [path.read_text(errors="replace") for path in sorted((self.site.home / "mail").glob("*.eml"))]


@contextmanager
def running_fleet() -> Iterator[Fleet]:
    """``guanxi up`` in a fresh folder; stopped with Ctrl-C when the tests are done."""
    with started() as trial:
        client = Client("gateway", trial.site.url_of("gateway"), seconds=60)
        yield Fleet(trial.site, client, trial.admin_password, trial.launcher)
