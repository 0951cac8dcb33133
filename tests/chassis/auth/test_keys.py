"""Signing keys are changed while everything runs, and nobody is signed out."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
from uuid import uuid4

import pytest

from chassis.auth import Actor
from chassis.auth.keys import KeysStillInUse, drop_old_keys, make_keys, rotate_keys
from chassis.auth.tokens import TokenSigner, TokenVerifier
from chassis.errors import Unauthenticated

ACTOR = Actor(id=uuid4(), name="王芳")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The private and the public file, as a new house has them."""
    signing, public = tmp_path / "signing" / "signing.json", tmp_path / "public" / "public.json"
    assert make_keys(signing, public)
    assert not make_keys(signing, public)
    return signing, public


def sign(signer: TokenSigner) -> str:
    return signer.sign(ACTOR, now=datetime.now(UTC), lifetime=timedelta(minutes=5))


def kid_of(token: str) -> str:
    from base64 import urlsafe_b64decode

    return str(json.loads(urlsafe_b64decode(token.split(".")[0] + "=="))["kid"])


def test_after_a_rotation_old_tokens_hold_and_new_ones_are_signed_with_the_new_key_by_running_processes(
    files: tuple[Path, Path],
) -> None:
    signer, verifier, late = TokenSigner(files[0]), TokenVerifier(files[1]), TokenVerifier(files[1])
    old = sign(signer)
    verifier.verify(old, now=datetime.now(UTC))
    kid = rotate_keys(*files)
    new = sign(signer)
    assert kid_of(new) == kid != kid_of(old)
    for each in (verifier, late):
        assert each.verify(old, now=datetime.now(UTC)) == each.verify(new, now=datetime.now(UTC)) == ACTOR


def test_old_keys_are_not_dropped_while_their_tokens_may_hold_and_verify_nothing_afterwards(
    files: tuple[Path, Path],
) -> None:
    old = sign(TokenSigner(files[0]))
    running = TokenVerifier(files[1])
    running.verify(sign(TokenSigner(files[0])), now=datetime.now(UTC))
    rotate_keys(*files)
    with pytest.raises(KeysStillInUse):
        drop_old_keys(*files)
    os.utime(files[0], (time() - 361, time() - 361))
    assert drop_old_keys(*files) == 1
    assert drop_old_keys(*files) == 0
    with pytest.raises(Unauthenticated):
        running.verify(old, now=datetime.now(UTC))
    assert running.verify(sign(TokenSigner(files[0])), now=datetime.now(UTC)) == ACTOR


def test_the_private_keys_are_closed_to_others_and_are_no_part_of_the_public_file(files: tuple[Path, Path]) -> None:
    rotate_keys(*files)
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert [sorted(key) for key in json.loads(files[1].read_text())["keys"]] == [["crv", "kid", "kty", "use", "x"]] * 2
