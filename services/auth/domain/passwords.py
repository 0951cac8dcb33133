"""What a password has to be."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from zxcvbn import zxcvbn

from chassis.errors import Invalid

SHORTEST = 10
LONGEST = 128
FEWEST_DIFFERENT = 5
SHORTEST_NAME = 2
SHORTEST_LATIN_NAME = 3
SHORT_WORD = 7
LONGEST_LOOKED_AT = 40
"""Characters that a guesser's tries are counted for: more make it no easier, and the counting slow."""

GIVEN_LIFETIME = timedelta(days=3)
"""A weekend between the handing over and the first sign-in; after that the slip of paper lies about somewhere."""

FEWEST_GUESSES = 1e8
FEWEST_GUESSES_OF_WORD = 1e6

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

_ORNAMENT = "0123456789 !@#$%^&*()_+-=.,?~"
_LEET = str.maketrans("@0134$57", "aoieasst")
_UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_YEAR = re.compile(r"(19|20)\d\d")
_PINYIN = re.compile(
    r"((zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|ve|er|[aoeiuv])){1,4}"
)
"""A name or a word of up to four syllables, as people write it without tones."""


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
    if _is_common(lower, (username, name)):
        raise Invalid(new="too_common")


def _is_own(own: str, lower: str) -> bool:
    shortest = SHORTEST_LATIN_NAME if own.isascii() else SHORTEST_NAME
    return len(own) >= shortest and own.casefold() in lower


def _is_common(lower: str, own: Sequence[str]) -> bool:
    """Whether it is made the way that most are: of few characters, of runs of the keyboard, of one word with a number,
    or of what lists of leaked passwords hold."""
    if lower.isdigit() or len(set(lower)) < FEWEST_DIFFERENT or _is_keys(lower):
        return True
    half = len(lower) // 2
    once = lower[:half] if lower[:half] == lower[half:] else lower
    return _is_one_word(once) or _guesses(lower[:LONGEST_LOOKED_AT], own) < FEWEST_GUESSES


def _is_keys(lower: str) -> bool:
    """Whether nothing is in it but runs of the keyboard, however shift was held, years, and one key again and again:
    zaq1@WSX2026."""
    text = lower.translate(_UNSHIFTED)
    covered = {0}
    for end in range(1, len(text) + 1):
        if any(end - length in covered and _is_key_run(text[end - length : end]) for length in range(3, end + 1)):
            covered.add(end)
    return len(text) in covered


def _is_key_run(text: str) -> bool:
    return any(text in run or text[::-1] in run for run in _RUNS) or len(set(text)) == 1 or bool(_YEAR.fullmatch(text))


def _is_one_word(text: str) -> bool:
    """Whether one word is left when numbers and signs around it are taken away, as of Huawei@2026 and P@ssw0rd!: a
    short one, a name in pinyin, or a known one."""
    for word in {text.strip(_ORNAMENT), text.strip(_ORNAMENT.replace("$", "").replace("@", "")).translate(_LEET)}:
        inside = word.strip(_ORNAMENT)
        if inside == "" or inside in _COMMON:
            return True
        if inside.isascii() and inside.isalpha():
            short = len(inside) <= SHORT_WORD or _PINYIN.fullmatch(inside) is not None
            if short or _guesses(inside, ()) < FEWEST_GUESSES_OF_WORD:
                return True
    return False


def _guesses(text: str, own: Sequence[str]) -> float:
    """How many tries a guesser needs who knows the leaked passwords, words, names, dates and keyboards."""
    return float(zxcvbn(text, user_inputs=list(own))["guesses"])


def given_holds(given_at: datetime, now: datetime) -> bool:
    """Whether a password that was handed over, to be changed at the first sign-in, still opens anything."""
    return now < given_at + GIVEN_LIFETIME


def new_password() -> str:
    """A password to hand over once: 16 characters that cannot be mistaken for one another, 79 bits."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(4))
