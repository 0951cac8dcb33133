"""Run in the scratch copy by `python -m tests.mutants`: try the sample and say what lives."""

from __future__ import annotations

import json
import sys
import time
import tomllib
from collections import Counter, defaultdict
from itertools import zip_longest
from pathlib import Path
from typing import Any

from contracts.services import SERVICES
from tests.mutants.catalog import Mutant, Reason, folder_of, modules, sample
from tests.mutants.nursery import KILLED, SURVIVED, Nursery, nursery
from tests.mutants.reach import SHAPE, Kept, Reach, Recorder

REASONS = Path("tests/mutants/reasons.toml")
SECONDS = 60.0
"""So long the tests of one mutant may take. Of more the nearest are run; what lives then, others might notice."""

REASONED, UNREACHED = "lives with reason", "run by no test"


def reasons() -> list[Reason]:
    """Which mutants may live, and why."""
    return [Reason(**each) for each in tomllib.loads(REASONS.read_text()).get("lives", [])]


def measure(home: Nursery, root: Path, cache: Path, services: list[str]) -> Reach:
    """Which tests of these services run which line; what has changed is run again.

    Ends the program when a test fails that has no mutant before it.
    """
    reach, loaded, result = Reach(), cache / "loaded.json", root / "measured.json"
    for service in services:
        kept = Kept(root, cache, service)
        missing = [name for name, path in kept.files().items() if not path.exists()]
        if missing:
            print(f"Running {len(missing)} files of tests of {service} without a mutant", flush=True)

            def work(missing: list[str] = missing) -> int:
                status = home.pytest(missing, Recorder(root, result), keep_bytecode=True)
                loaded.write_text(json.dumps(list(sys.modules)))
                return status

            if home.fork(work, 1800) or json.loads(result.read_text())["failed"]:
                sys.exit(f"The tests of {service} fail as they are:\n{home.log.read_text()[-3000:]}")
            kept.keep(json.loads(result.read_text()))
        kept.add_to(reach)
        shape = SHAPE.format(service=service)
        if home.fork(lambda shape=shape: home.pytest([shape]), 120):
            sys.exit(f"{shape} fails as it is:\n{home.log.read_text()[-3000:]}")
    files = sorted({test.partition("::")[0] for test in reach.seconds})
    home.fork(lambda: home.pytest(["--collect-only", "-q", *files], keep_bytecode=True), 600)  # compiles them once
    home.preload(json.loads(loaded.read_text()))
    return reach


def run(
    root: Path, cache: Path, *, each: int, seed: int, only: str, again: bool, minutes: float
) -> list[tuple[Mutant, str]]:
    """Try the sample, or of it only what was not killed the last time, for so many minutes; each mutant with what
    became of it."""
    report, known = cache / "results.json", reasons()
    before: dict[str, str] = json.loads(report.read_text()) if again and report.exists() else {}
    samples = [sample(root, module, each, seed) for module in modules(root, only)]
    chosen = [mutant for nth in zip_longest(*samples) for mutant in nth if mutant]  # ended early, it is even
    done: list[tuple[Mutant, str]] = []
    services = sorted({mutant.module.split("/")[1] for mutant in chosen} & set(SERVICES))
    with nursery(root) as home:
        reach = measure(home, root, cache, services)
        end = time.monotonic() + 60 * minutes
        for number, mutant in enumerate(chosen, 1):
            begun, fate = time.monotonic(), before.get(str(mutant), "")
            if begun > end:
                break
            if any(reason.covers(mutant) for reason in known):
                fate = REASONED
            elif not fate.startswith(KILLED):
                tests = reach.nearest(reach.tests_for(root, mutant), SECONDS)
                patience = 20 + 4 * sum(reach.seconds.get(test, 5.0) for test in tests)
                fate = home.try_mutant(mutant.module, mutant.source, tests, patience) if tests else UNREACHED
            done.append((mutant, fate))
            if fate in (SURVIVED, UNREACHED):
                print(f"[{number}/{len(chosen)}] {fate} ({time.monotonic() - begun:.0f} s)\n  {mutant}", flush=True)
            report.write_text(json.dumps(before | {str(each): fate for each, fate in done}, indent=0))
    return done


def table(done: list[tuple[Mutant, str]]) -> str:
    """The score by folder, as it stands in docs/measured.md."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, fate in done:
        for name in (folder_of(mutant.module), "all"):
            rows[name][KILLED if fate.startswith(KILLED) else fate] += 1
    lines = [
        "| folder | mutants | killed | live with reason | live | killed or reasoned |",
        "|---|---|---|---|---|---|",
    ]
    for name, found in sorted(rows.items(), key=lambda item: (item[0] == "all", item[0])):
        total, good = found.total(), found[KILLED] + found[REASONED]
        lives = total - good
        lines.append(
            f"| {name} | {total} | {found[KILLED]} | {found[REASONED]} | {lives} | {100 * good / total:.0f} % |"
        )
    return "\n".join(lines)


def main(root: Path, arguments: dict[str, Any]) -> None:
    """Try, and print the table."""
    begun = time.monotonic()
    done = run(root, Path(arguments.pop("cache")), **arguments)
    print(table(done))
    print(f"{len(done)} mutants in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(Path.cwd(), json.loads(sys.argv[1]))
