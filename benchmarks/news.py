"""How fast business shows: from the answer to a transaction batch to the new tier on the customer's page, at rest.

Run: ``.venv/bin/python -m benchmarks.news``. Target: under 3 s. Beside it the time of the POST itself, which is what a
system that computed the tier in the request would take at the least.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from statistics import median

from benchmarks.main_job import hire
from benchmarks.stack import print_table, running
from ops.demo.api_client import ApiClient, eventually

TIMES = 20


def main() -> None:
    with running() as stack:
        people = hire(stack, {"clerk": ["service"], "verifier": ["verifier"], "erp": ["erp"]})
        posts, waits = [], []
        for number in range(TIMES):
            post, wait = one(people, number)
            posts.append(post)
            waits.append(wait)
            time.sleep(1)
    rows: list[list[object]] = [
        ["POST of one transaction", f"{median(posts) * 1000:.0f}", f"{max(posts) * 1000:.0f}", ""],
        ["from its answer to the tier on the page", f"{median(waits) * 1000:.0f}", f"{max(waits) * 1000:.0f}", "3,000"],
    ]
    print_table(f"News at rest, {TIMES} times", ["what", "median ms", "longest ms", "target ms"], rows)


def one(people: dict[str, ApiClient], number: int) -> tuple[float, float]:
    """One customer becomes VIP: seconds of the POST, and seconds until its page says so."""
    entry = {"kind": "company", "name": f"客户{number}", "external_code": f"N{number}", "submit": True}
    made = people["clerk"].post("/customers", entry)
    people["verifier"].post(f"/customers/{made['id']}/approve", version=made["version"])
    row = {
        "external_id": f"N{number}",
        "customer_code": f"N{number}",
        "occurred_on": datetime.now(UTC).date().isoformat(),
        "quantity": 10_000,
        "amount": "9000000.00",
    }
    time.sleep(2)
    began = time.monotonic()
    people["erp"].post("/transactions", {"source": "erp", "transactions": [row]})
    posted = time.monotonic()
    path = f"/customers/{made['id']}"
    eventually(lambda: people["clerk"].get(path)["tier"] == "vip", what="the tier", every=0.02)
    return posted - began, time.monotonic() - posted


if __name__ == "__main__":
    main()
