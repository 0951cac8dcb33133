"""`make mutants`: does a test notice when a rule is another one?

Tries a seeded sample of mutants of every module in services/*/{domain,usecases,store}, and of the features, in a
scratch copy of the tree: one at a time, each against the tests that run the changed line. What lives is printed with
its line; the score by folder comes last. `ARGS="--only services/feedback --each 20"` looks at some more closely,
`--again` only at what was not killed before, and `--seed 2` at other mutants.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]


def copy_tree(into: Path) -> None:
    """Copy what git knows or would know of the tree; compiled so that a changed source is always seen."""
    listed = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, text=True)
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, into / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    compiling = [sys.executable, "-m", "compileall", "-qq", "--invalidation-mode", "checked-hash"]
    subprocess.run([*compiling, "chassis", "contracts", "services", "ops", "gateway"], cwd=into, check=True)


def main() -> None:
    """Copy, and try the sample in the copy."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--each", type=int, default=5, help="mutants of a module (5)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    parser.add_argument("--only", default="", help="modules whose path begins like this")
    parser.add_argument("--again", action="store_true", help="of the last run's only what was not killed")
    parser.add_argument("--minutes", type=float, default=600, help="stop after so many (600); what was tried is even")
    cache = ROOT / ".cache" / "mutants"
    cache.mkdir(parents=True, exist_ok=True)
    arguments = json.dumps(vars(parser.parse_args()) | {"cache": str(cache)})
    with TemporaryDirectory(prefix="guanxi-mutants-") as copy:
        Path(copy).chmod(0o755)
        copy_tree(Path(copy))
        sys.exit(subprocess.run([sys.executable, "-m", "tests.mutants.scored", arguments], cwd=copy).returncode)


if __name__ == "__main__":
    main()
