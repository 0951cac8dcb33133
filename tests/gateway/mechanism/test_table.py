"""What a list is declared of."""

import pytest

from gateway.mechanism.table import Filter


def test_a_filter_that_is_shown_has_a_name_for_those_who_hear_the_page() -> None:
    with pytest.raises(ValueError, match="without a name: status"):
        Filter("status", pairs=lambda: [("open", "Open")])
    assert Filter("status", "Status").name == "status"
    assert Filter("status", spoken="Status").name == "status"
    assert Filter("owner_id", look="kept").name == "owner_id"
