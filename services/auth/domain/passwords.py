"""What a password has to be."""

from __future__ import annotations

import secrets
import unicodedata

from chassis.errors import Invalid

SHORTEST = 10
LONGEST = 128
FEWEST_DIFFERENT = 5
SHORTEST_NAME = 2
SHORTEST_LATIN_NAME = 3

_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
_COMMON = (
    "password", "passw0rd", "iloveyou", "welcome", "letmein", "admin", "administrator", "football", "baseball",
    "sunshine", "princess", "dragon", "monkey", "superman", "changeme", "default", "secret", "guanxi", "woaini",
    "qwerty", "qwert", "asdf", "asdfgh", "zxcvbn", "abc", "abcd", "aini", "wang", "zhang", "li", "liu", "mima", "nihao",
    "test", "user", "root", "login", "hello", "master", "shadow", "computer", "internet", "company", "a", "q", "qq",
)  # fmt: skip
"""Words that passwords are made of most: alone, twice, or with digits and signs around them."""


def normalise_password(text: str) -> str:
    """The same password from every keyboard and input method."""
    return unicodedata.normalize("NFKC", text)


def require_acceptable(password: str, *, username: str, name: str) -> None:
    """Refuse a new password that is easy to guess. ``password`` is normalised. Raises Invalid."""
    if len(password) < SHORTEST:
        raise Invalid(new="too_short")
    if len(password) > LONGEST:
        raise Invalid(new="too_long")
    lower = password.casefold()
    if _is_own(username, lower) or _is_own(name, lower):
        raise Invalid(new="contains_own_name")
    if _is_common(lower):
        raise Invalid(new="too_common")


def _is_own(own: str, lower: str) -> bool:
    shortest = SHORTEST_LATIN_NAME if own.isascii() else SHORTEST_NAME
    return len(own) >= shortest and own.casefold() in lower


def _is_common(lower: str) -> bool:
    if lower.isdigit() or len(set(lower)) < FEWEST_DIFFERENT or _is_run(lower):
        return True
    half = len(lower) // 2
    once = lower[:half] if lower[:half] == lower[half:] else lower
    return _word_inside(once) in _COMMON or _is_run(once)


def _is_run(text: str) -> bool:
    return any(text in run or text[::-1] in run for run in _RUNS)


def _word_inside(text: str) -> str:
    """The word without its ornament: password from password2026! and 123password."""
    return text.strip("0123456789 !@#$%^&*()_+-=.,?~")


def new_password() -> str:
    """A password to hand over once: 16 characters that cannot be mistaken for one another, 79 bits."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(4))
