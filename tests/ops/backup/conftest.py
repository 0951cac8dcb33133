"""An installation to be backed up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ops.servers import temporary_home
from tests.ops.backup.houses import House, furnish


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with temporary_home() as folder:
        made = furnish(folder / "var")
        yield made
        made.stop()
