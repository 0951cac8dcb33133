"""By which names an entry is found."""

from __future__ import annotations

from chassis.code_lists.finding import names_of
from services.customer.domain.regions import short_region


def test_an_entry_is_known_by_its_name_and_short_name_alone_or_behind_any_of_those_above() -> None:
    assert names_of(["广东省", "深圳市"], [], short_region) == sorted(
        {"深圳市", "深圳", "广东省深圳市", "广东深圳市", "广东省深圳", "广东深圳"}
    )
    assert {"南山区", "深圳南山", "广东省深圳市南山区", "广东南山区"} <= set(
        names_of(["广东省", "深圳市", "南山区"], [], short_region)
    )


def test_aliases_count_as_names_and_case_and_spaces_do_not() -> None:
    assert names_of(["Software"], ["I T", "软件"]) == ["it", "software", "软件"]
