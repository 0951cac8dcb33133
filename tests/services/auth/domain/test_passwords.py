"""What a password has to be."""

from __future__ import annotations

import pytest

from chassis.errors import Invalid
from services.auth.domain.passwords import new_password, normalise_password, require_acceptable


def problem(password: str, username: str = "wangfang", name: str = "王芳") -> str:
    with pytest.raises(Invalid) as caught:
        require_acceptable(normalise_password(password), username=username, name=name)
    return caught.value.fields["new"][0]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short-one", "too_short"),
        ("x-1" * 50, "too_long"),
        ("I am WangFang!", "contains_own_name"),
        ("我就是王芳没错了吧哈哈", "contains_own_name"),
        ("13843771497", "too_common"),
        ("aaaaaaaaaaaa", "too_common"),
        ("password2026!", "too_common"),
        ("ＰＡＳＳＷＯＲＤ１２３", "too_common"),
        ("PasswordPassword", "too_common"),
        ("1qaz2wsx3edc", "too_common"),
        ("qwertyuiop", "too_common"),
        ("poiuytrewq", "too_common"),
        ("a123456789", "too_common"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str, code: str) -> None:
    assert problem(password) == code


@pytest.mark.parametrize("password", ["Correct-Horse-7", "春眠不觉晓处处闻啼鸟", "gn4 tables by the sea"])
def test_a_long_one_that_means_something_only_to_its_owner_is_taken(password: str) -> None:
    require_acceptable(password, username="wangfang", name="王芳")


def test_a_name_of_two_emails_is_found_in_too_many_words_to_count() -> None:
    require_acceptable("brilliant-days-7", username="li", name="李")


def test_a_generated_password_is_acceptable_and_never_the_same() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        require_acceptable(password, username="admin", name="系统管理员")
