"""A PostgreSQL of one's own: the same commands, over dumps of one moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest

from ops.backup.policy import Policy
from ops.backup.restoring import Wish, drill, restore
from ops.site import SiteError
from tests.ops.backup.houses import House

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def tenant(house: House) -> House:
    """The same house, to which its server is a stranger's."""
    site = replace(house.site, server_url=house.site.admin_url)
    return House(site, Policy.from_env({}, site.home))


def test_a_dump_of_every_database_is_proven_and_nothing_newer_is_lost_by_accident(tenant: House) -> None:
    taken = tenant.back_up()
    assert taken.kind == "dump"
    assert taken.proven, taken.proof
    assert drill(tenant.site, tenant.policy, tenant.said.append), tenant.said
    tenant.add("second")
    with pytest.raises(SiteError, match="--over-newer"):
        restore(tenant.site, tenant.policy, Wish(), tenant.said.append)
    with pytest.raises(SiteError, match="moments of the backups"):
        restore(tenant.site, tenant.policy, Wish(at=datetime.now(UTC), over_newer=True), tenant.said.append)


def test_it_is_gone_back_to_and_what_was_there_is_kept(tenant: House) -> None:
    assert tenant.names() == {"first", "second"}
    with psycopg.connect(tenant.owner) as connection:
        [[before]] = connection.execute("SELECT log_id FROM feed_log").fetchall()
    assert restore(tenant.site, tenant.policy, Wish(over_newer=True), tenant.said.append), tenant.said
    assert tenant.names() == {"first"}
    with psycopg.connect(tenant.site.database_url("customer")) as connection:
        assert connection.execute("SELECT log_id FROM feed_log").fetchone() != (before,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM customer")
    with psycopg.connect(tenant.site.admin_url, dbname="before_guanxi_customer") as connection:
        assert connection.execute("SELECT count(*) FROM customer").fetchone() == (2,)
    tenant.add("third")
    assert tenant.names() == {"first", "third"}
