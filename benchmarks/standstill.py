"""One service stands still, eight people go on asking for its pages: what do the others wait?

Run: ``.venv/bin/python -m benchmarks.standstill``. Target: 95 of 100 pages of the others within 200 ms.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from benchmarks.main_job import PASSWORD, hire
from benchmarks.stack import Stack, print_table, running

SECONDS = 20.0
PEOPLE = 8
PAGES = {
    "customer": ("/customers", "/cases"),
    "feedback": ("/cases", "/customers"),
    "reporting": ("/reports", "/customers"),
    "activity": ("/notices", "/customers"),
    "auth": ("/own", "/customers"),
}
"""Service -> a page of it, and one of another."""


def main() -> None:
    rows: list[list[object]] = []
    with running() as stack:
        names = [f"clerk{number}" for number in range(PEOPLE + 1)]
        hire(stack, {name: ["service", "service_lead"] for name in names})
        browsers = [Browser(stack, name) for name in names]
        for service, (own, other) in PAGES.items():
            before = [browsers[0].open(other) for _ in range(50)]
            with standing_still(stack, service):
                during, errors = meanwhile(browsers, own, other)
            eventually_answers(browsers[0], own)
            print(service, _figures(before), _figures(during), errors, flush=True)
            rows.append([service, other, *_figures(before), *_figures(during), len(during), errors])
    heads = ["p50", "p95", "longest"]
    print_table(
        f"One service stands still, {PEOPLE} people ask for its pages, {SECONDS:.0f} s; ms of another's pages",
        ["stands still", "asked", *heads, *(f"{head} meanwhile" for head in heads), "pages", "not answered"],
        rows,
    )


class Browser:
    """A browser in which somebody has signed in."""

    def __init__(self, stack: Stack, username: str) -> None:
        self._base = stack.site.url_of("gateway")
        self._session = requests.Session()
        token = re.search(r'name="csrf_token" value="([^"]+)"', self._session.get(f"{self._base}/sign-in").text)
        assert token
        form = {"csrf_token": token[1], "username": username, "password": PASSWORD}
        answer = self._session.post(f"{self._base}/sign-in", data=form, allow_redirects=False)
        assert answer.status_code == 303, answer.text

    def open(self, path: str) -> tuple[float, bool]:
        """Seconds of one page, and whether it came."""
        began = time.monotonic()
        try:
            came = self._session.get(self._base + path, timeout=60).status_code == 200
        except requests.RequestException:
            came = False
        return time.monotonic() - began, came


def meanwhile(browsers: list[Browser], own: str, other: str) -> tuple[list[tuple[float, bool]], int]:
    """What the first one waits for pages of another service, while all others ask for those of the one that stands."""
    done = threading.Event()

    def go_on(browser: Browser) -> None:
        while not done.is_set():
            browser.open(own)
            done.wait(0.2)

    threads = [threading.Thread(target=go_on, args=[browser]) for browser in browsers[1:]]
    for thread in threads:
        thread.start()
    waits: list[tuple[float, bool]] = []
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        waits.append(browsers[0].open(other))
        time.sleep(0.1)
    done.set()
    for thread in threads:
        thread.join()
    return waits, sum(not came for _, came in waits)


def eventually_answers(browser: Browser, path: str) -> None:
    until = time.monotonic() + 60
    while not browser.open(path)[1]:
        if time.monotonic() > until:
            raise SystemExit(f"{path} does not come back")
        time.sleep(0.2)
    time.sleep(2)


@contextmanager
def standing_still(stack: Stack, service: str) -> Iterator[None]:
    """The web processes of a service do nothing until the block ends."""
    stopped = [each for each in stack.processes() if f"services.{service}.app" in " ".join(each.cmdline())]
    assert stopped, service
    for process in stopped:
        process.suspend()
    try:
        yield
    finally:
        for process in stopped:
            process.resume()


def _figures(waits: list[tuple[float, bool]]) -> list[str]:
    ordered = sorted(seconds for seconds, _ in waits)
    return [f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000:.0f}" for part in (0.5, 0.95, 1.0)]


if __name__ == "__main__":
    main()
