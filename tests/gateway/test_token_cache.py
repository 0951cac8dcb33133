"""Access tokens are kept while they hold, and asked for once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic

from gateway.token_cache import EARLY, Held, TokenCache, usable_until

LATER = 10_000.0


def held(token: str) -> Held:
    return Held(token, monotonic() + LATER)


def cache_of(*tokens: str, most: int = 10) -> TokenCache[Held]:
    cache: TokenCache[Held] = TokenCache(most)
    for token in tokens:
        cache.keep(token, held(token))
    return cache


def test_what_is_kept_is_not_asked_for() -> None:
    assert cache_of("a").get_or_ask("a", lambda: held("another")).token == "a"


def test_a_token_that_has_ended_is_asked_for_again() -> None:
    cache = cache_of("a")
    assert cache.get_or_ask("a", lambda: held("new"), ended="a").token == "new"
    assert cache.get_or_ask("a", lambda: held("newer"), ended="a").token == "new"


def test_a_token_is_not_used_up_to_its_end() -> None:
    cache: TokenCache[Held] = TokenCache()
    cache.keep("a", Held("old", monotonic() + LATER))
    cache.keep("a", Held("over", usable_until(EARLY)))
    assert cache.get("a") is None
    assert cache.keep("b", Held("good", usable_until(EARLY + LATER))) == cache.get("b")


def test_of_too_many_those_used_last_are_kept() -> None:
    cache = cache_of("a", "b", most=2)
    cache.get("a")
    cache.keep("c", held("c"))
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_a_token_is_dropped_unless_another_took_its_place() -> None:
    cache = cache_of("a")
    cache.drop("a", token="one before it")
    assert cache.get("a") is not None
    cache.drop("a", token="a")
    assert cache.get("a") is None
    cache.drop("a")


def test_of_many_who_need_a_token_at_once_one_asks() -> None:
    cache, asked, together = cache_of(), [], Barrier(8)

    def ask() -> Held:
        asked.append(1)
        return held(f"number {len(asked)}")

    def need(_: int) -> str:
        together.wait()
        return cache.get_or_ask("a", ask).token

    with ThreadPoolExecutor(8) as many:
        assert set(many.map(need, range(8))) == {"number 1"}
