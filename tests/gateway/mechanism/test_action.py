"""An action: offered where the record's answer names it."""

from __future__ import annotations

from gateway.clients.generated import feedback
from gateway.mechanism.action import Action, Offer, Offers

TAKE = Action(name="take", operation=feedback.take_case, said="Taken", leads=True)
CLOSE = Action(name="close", operation=feedback.close_case, said="Closed", leads=True)
RELEASE = Action(name="release", operation=feedback.release_case, said="Back")


def offers(*named: str) -> Offers:
    record = {"id": "1", "version": 3, "actions": list(named)}
    return Offers({each.name: Offer(each, record, "/there", each.name) for each in (RELEASE, TAKE, CLOSE)})


def test_an_action_is_open_where_the_answer_names_it() -> None:
    found = offers("take")
    assert found["take"].open
    assert not found["close"].open
    assert found["take"].form.version == 3


def test_of_actions_in_a_row_the_open_ones_stand_there_and_the_first_that_leads_on_stands_out() -> None:
    row = offers("close", "take", "release").row("release", "take", "close")
    assert [(offer.name, offer.outstanding) for offer in row] == [("release", False), ("take", True), ("close", False)]
    assert offers().row("release", "take") == []
