"""How long the whole system takes to come up on an existing data folder, and what all its processes weigh.

Run: ``.venv/bin/python -m benchmarks.startup``. Targets: under 10 s; under 1.5 GB, the sum of PSS (each page that
processes share is counted once).
"""

from __future__ import annotations

import time

from benchmarks.stack import print_table, running
from ops.servers import temporary_home

STARTS = 3


def main() -> None:
    with temporary_home() as folder:
        home = folder / "guanxi"
        with running(home) as stack:
            first = stack.start_seconds
        again = []
        for _ in range(STARTS):
            with running(home) as stack:
                again.append(stack.start_seconds)
                time.sleep(5)
                weights = stack.memory()
    rows: list[list[object]] = [
        ["first start, databases made", f"{first:.1f} s", ""],
        [f"later starts, the median of {STARTS}", f"{sorted(again)[STARTS // 2]:.1f} s", "10 s"],
        ["memory of all processes (PSS)", f"{sum(weights.values()):.0f} MiB", "1,536 MiB"],
    ]
    print_table("Start and memory", ["what", "measured", "target"], rows)
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:12]
    print_table("The heaviest processes", ["process", "MiB"], [[name, f"{weight:.0f}"] for name, weight in heaviest])


if __name__ == "__main__":
    main()
