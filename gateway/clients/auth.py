"""The auth service: who works here, what they may, and their own data."""

from __future__ import annotations

from typing import Any

from flask import request

from gateway.clients import Record, ask, client, identity

Changed = dict[str, Any]


def open_session(username: str, password: str) -> Record:
    """Sign in: ``{session, expires_at, access_token, expires_in, staff}``."""
    return public("/v1/auth/sessions", {"username": username, "password": password, "user_agent": user_agent()})


def open_session_with_code(challenge: str, code: str) -> Record:
    """The second step of a sign-in; answers as ``open_session`` does."""
    return public("/v1/auth/sessions/second-factor", {"challenge": challenge, "code": code, "user_agent": user_agent()})


def user_agent() -> str:
    """The visitor's browser, as it calls itself."""
    return request.headers.get("User-Agent", "")[:200]


def renew_token(session: str) -> Record:
    """A new access token for a page session; 401 when it has ended."""
    return public("/v1/auth/sessions/token", {"session": session})


def confirm(token: str) -> None:
    """Raises ServiceError 401 when an access token no longer holds."""
    headers = {**identity(token=False), "Authorization": f"Bearer {token}"}
    client("auth").ask("GET", "/v1/me/access", headers=headers)


def end_session(session: str) -> None:
    public("/v1/auth/sessions/end", {"session": session})


def public(path: str, body: Record) -> Record:
    """Ask something that needs no person."""
    answer: Record = client("auth").ask("POST", path, body=body, headers=identity(token=False))
    return answer


def me() -> Record:
    answer: Record = ask("auth", "GET", "/v1/me")
    return answer


def change_me(fields: Changed) -> Record:
    answer: Record = ask("auth", "PATCH", "/v1/me", body=fields)
    return answer


def change_password(old: str, new: str) -> None:
    ask("auth", "POST", "/v1/me/password", body={"old": old, "new": new})


def second_factor() -> Record:
    """What the person has of second factors."""
    answer: Record = ask("auth", "GET", "/v1/me/second-factor")
    return answer


def begin_totp(password: str) -> Record:
    """A new authenticator, to be confirmed with a code of it: ``{secret, address}``."""
    answer: Record = ask("auth", "POST", "/v1/me/second-factor/totp", body={"password": password})
    return answer


def confirm_totp(code: str) -> list[str]:
    """The new recovery codes; they can be read here and never again."""
    answer: Record = ask("auth", "POST", "/v1/me/second-factor/totp/confirm", body={"code": code})
    return list(answer["recovery_codes"])


def end_totp(password: str) -> None:
    ask("auth", "POST", "/v1/me/second-factor/totp/end", body={"password": password})


def renew_recovery_codes(password: str) -> list[str]:
    """The new recovery codes; they can be read here and never again."""
    answer: Record = ask("auth", "POST", "/v1/me/second-factor/recovery-codes", body={"password": password})
    return list(answer["recovery_codes"])


def own_sessions() -> list[Record]:
    """Where the person is signed in, the one used last first."""
    answer: Record = ask("auth", "GET", "/v1/me/sessions")
    return list(answer["items"])


def end_own_session(id: Any) -> None:
    ask("auth", "POST", f"/v1/me/sessions/{id}/end", body={})


def end_other_own_sessions() -> None:
    """All but the one at work."""
    ask("auth", "POST", "/v1/me/sessions/end", body={"this_too": False})


def own_sign_ins(**page: Any) -> Record:
    answer: Record = ask("auth", "GET", "/v1/me/sign-ins", query=page)
    return answer


def sessions_of(staff_id: Any) -> list[Record]:
    """Where somebody else is signed in, for the administrator."""
    answer: Record = ask("auth", "GET", f"/v1/staff/{staff_id}/sessions")
    return list(answer["items"])


def end_session_of(staff_id: Any, id: Any) -> None:
    ask("auth", "POST", f"/v1/staff/{staff_id}/sessions/{id}/end", body={})


def end_sessions_of(staff_id: Any) -> None:
    ask("auth", "POST", f"/v1/staff/{staff_id}/sessions/end", body={})


def api_tokens(**page: Any) -> Record:
    answer: Record = ask("auth", "GET", "/v1/api-tokens", query=page)
    return answer


def api_token_accounts() -> list[Record]:
    """For whom a token can be made, with what each may."""
    answer: Record = ask("auth", "GET", "/v1/api-tokens/accounts")
    return list(answer["items"])


def add_api_token(fields: Changed, *, key: str) -> Record:
    """The token itself is in the answer, this once."""
    answer: Record = ask("auth", "POST", "/v1/api-tokens", body=fields, key=key)
    return answer


def revoke_api_token(id: Any, *, version: str) -> None:
    ask("auth", "POST", f"/v1/api-tokens/{id}/revoke", body={}, version=version)


def reviews(**page: Any) -> Record:
    """The reviews of accounts, the last one first, with their counts."""
    answer: Record = ask("auth", "GET", "/v1/account-reviews", query=page)
    return answer


def open_review(*, key: str) -> None:
    ask("auth", "POST", "/v1/account-reviews", body={}, key=key)


def count_reviews() -> Record:
    """``{waiting}``: how many accounts wait for the person's answer."""
    answer: Record = ask("auth", "GET", "/v1/account-reviews/count")
    return answer


def reviewed_accounts(id: Any, **filters: Any) -> Record:
    answer: Record = ask("auth", "GET", f"/v1/account-reviews/{id}/accounts", query=filters)
    return answer


def answer_review(id: Any, body: Changed, *, key: str) -> None:
    ask("auth", "POST", f"/v1/account-reviews/{id}/answers", body=body, key=key)


def review_policy() -> Record:
    answer: Record = ask("auth", "GET", "/v1/account-reviews/policy")
    return answer


def set_review_policy(fields: Changed, *, version: str) -> None:
    ask("auth", "PATCH", "/v1/account-reviews/policy", body=fields, version=version)


def colleagues(permission: str = "", *, over_me: bool = False) -> list[Record]:
    """The active ones, for choosers; only those with a permission, if one is named; ``over_me``: that reaches the
    person."""
    query = {"permission": permission, "over_me": "true" if over_me else None}
    answer: Record = ask("auth", "GET", "/v1/colleagues", query=query)
    return list(answer["items"])


def staff(**filters: Any) -> Record:
    answer: Record = ask("auth", "GET", "/v1/staff", query=filters)
    return answer


def person(id: Any) -> Record:
    answer: Record = ask("auth", "GET", f"/v1/staff/{id}")
    return answer


def add_person(fields: Changed, *, key: str) -> Record:
    answer: Record = ask("auth", "POST", "/v1/staff", body=fields, key=key)
    return answer


def change_person(id: Any, fields: Changed, *, version: str) -> Record:
    answer: Record = ask("auth", "PATCH", f"/v1/staff/{id}", body=fields, version=version)
    return answer


def switch_person(id: Any, verb: str, *, version: str) -> None:
    """``verb`` is disable or enable."""
    ask("auth", "POST", f"/v1/staff/{id}/{verb}", body={}, version=version)


def reset_password(id: Any) -> str:
    """The new password; it can be read here and never again."""
    answer: Record = ask("auth", "POST", f"/v1/staff/{id}/reset-password", body={})
    return str(answer["password"])


def reset_second_factor(id: Any) -> None:
    """Take somebody's second factors away."""
    ask("auth", "POST", f"/v1/staff/{id}/reset-second-factor", body={})


def departments() -> list[Record]:
    answer: Record = ask("auth", "GET", "/v1/departments", query={"limit": 200})
    return list(answer["items"])


def add_department(fields: Changed, *, key: str) -> Record:
    answer: Record = ask("auth", "POST", "/v1/departments", body=fields, key=key)
    return answer


def change_department(id: Any, fields: Changed, *, version: str) -> Record:
    answer: Record = ask("auth", "PATCH", f"/v1/departments/{id}", body=fields, version=version)
    return answer


def switch_department(id: Any, verb: str, *, version: str) -> None:
    ask("auth", "POST", f"/v1/departments/{id}/{verb}", body={}, version=version)


def roles() -> list[Record]:
    answer: Record = ask("auth", "GET", "/v1/roles", query={"limit": 200})
    return list(answer["items"])


def role(id: Any) -> Record:
    answer: Record = ask("auth", "GET", f"/v1/roles/{id}")
    return answer


def add_role(fields: Changed, *, key: str) -> Record:
    answer: Record = ask("auth", "POST", "/v1/roles", body=fields, key=key)
    return answer


def change_role(id: Any, fields: Changed, *, version: str) -> Record:
    answer: Record = ask("auth", "PATCH", f"/v1/roles/{id}", body=fields, version=version)
    return answer


def sign_ins(**filters: Any) -> Record:
    answer: Record = ask("auth", "GET", "/v1/sign-ins", query=filters)
    return answer
