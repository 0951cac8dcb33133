# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What the auth service answers, and what it takes."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from gateway.clients import Id, Version, ask, ask_public


class AccountRequest(TypedDict):
    id: str
    version: int
    kind: str | None
    status: str | None
    staff_id: str | None
    name: str | None
    username: str | None
    department_name: str | None
    token_name: str | None
    token_permissions: dict[str, str]
    requested_by_name: str | None
    created_at: str | None
    expires_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    actions: list[str]


class AccountRequestPage(TypedDict):
    items: list[AccountRequest]
    next: str | None


class AddApiToken(TypedDict):
    name: str
    staff_id: NotRequired[str | None]
    permissions: dict[str, Literal["own", "department", "all"]]
    expires_at: str


class AddDepartment(TypedDict):
    name: str
    parent_id: NotRequired[str | None]


class AddPasskey(TypedDict):
    challenge: str
    name: str
    credential_id: str
    client_data: str
    attestation: str
    transports: NotRequired[list[str]]


class AddRole(TypedDict):
    code: str
    name_zh: str
    name_en: str
    permissions: dict[str, Literal["own", "department", "all"]]
    second_factor: NotRequired[bool]
    passkey_only: NotRequired[bool]
    for_programs: NotRequired[bool]


class AddStaff(TypedDict):
    email: NotRequired[str]
    phone: NotRequired[str]
    address: NotRequired[str]
    username: str
    name: str
    department_id: str
    roles: NotRequired[list[str]]


class AnswerAccounts(TypedDict):
    keep: bool
    staff_ids: NotRequired[list[str] | None]


class ApiToken(TypedDict):
    id: str
    version: int
    name: str | None
    staff_id: str | None
    staff_name: str | None
    permissions: dict[str, str]
    hint: str | None
    created_at: str | None
    made_by_name: str | None
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None
    last_used_from: str | None
    status: str | None
    actions: list[str]


class ApiTokenPage(TypedDict):
    items: list[ApiToken]
    next: str | None


class ApiTokenSecret(TypedDict):
    token: str


class AskForLink(TypedDict):
    login: str
    user_agent: NotRequired[str]


class AskPasskey(TypedDict):
    challenge: str


class Asked(TypedDict):
    challenge: str | None
    expires_in: int | None
    options: dict[str, Any]


class BackupReport(TypedDict):
    id: str
    at: str | None
    name: str | None
    ok: bool | None
    size: int | None
    seconds: float | None
    detail: str | None


class Backups(TypedDict):
    proven_at: str | None
    alarm_at: str | None
    alarm: bool | None
    reports: list[BackupReport]


class BeginPasskey(TypedDict):
    user_agent: NotRequired[str]


class Begun(TypedDict):
    address: str | None
    flow: str | None


class ChangeDepartment(TypedDict):
    name: NotRequired[str]
    parent_id: NotRequired[str | None]


class ChangePassword(TypedDict):
    old: str
    new: str


class ChangeRole(TypedDict):
    name_zh: NotRequired[str]
    name_en: NotRequired[str]
    permissions: NotRequired[dict[str, Literal["own", "department", "all"]]]
    second_factor: NotRequired[bool]
    passkey_only: NotRequired[bool]
    groups: NotRequired[list[str]]
    active: NotRequired[bool]


class ChangeStaff(TypedDict):
    email: NotRequired[str]
    phone: NotRequired[str]
    address: NotRequired[str]
    username: NotRequired[str]
    name: NotRequired[str]
    department_id: NotRequired[str]
    roles: NotRequired[list[str]]


class Colleague(TypedDict):
    id: str
    name: str | None
    department_id: str | None
    department_name: str | None
    roles: list[str]


class ColleaguePage(TypedDict):
    items: list[Colleague]
    next: str | None


class Complete(TypedDict):
    flow: str
    state: str
    code: NotRequired[str]
    issuer: NotRequired[str]
    error: NotRequired[str]
    user_agent: NotRequired[str]


class ConfirmPassword(TypedDict):
    password: str


class ConfirmTotp(TypedDict):
    code: str


class ContactData(TypedDict):
    email: NotRequired[str]
    phone: NotRequired[str]
    address: NotRequired[str]


class Department(TypedDict):
    id: str
    version: int
    name: str | None
    parent_id: str | None
    path: str | None
    active: bool | None
    staff_count: int | None
    actions: list[str]


class DepartmentPage(TypedDict):
    items: list[Department]
    next: str | None


class EndSessions(TypedDict):
    this_too: NotRequired[bool]


class Exchanged(TypedDict):
    access_token: str | None
    token_type: str | None
    expires_in: int | None


class HandedOver(TypedDict):
    name: str | None
    username: str | None
    password: str | None


class Holder(TypedDict):
    id: str
    name: str | None
    username: str | None
    permissions: dict[str, str]


class HolderPage(TypedDict):
    items: list[Holder]
    next: str | None


class LinkOwner(TypedDict):
    username: str | None
    name: str | None


class LookAtLink(TypedDict):
    token: str
    user_agent: NotRequired[str]


class Me(TypedDict):
    id: str
    version: int
    username: str | None
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    department_id: str | None
    department_name: str | None
    roles: list[str]
    must_change_password: bool | None
    limited: str | None
    email_confirmed: bool | None
    permissions: dict[str, str]
    actions: list[str]


class NewApiToken(TypedDict):
    id: str
    version: int
    name: str | None
    staff_id: str | None
    staff_name: str | None
    permissions: dict[str, str]
    hint: str | None
    created_at: str | None
    made_by_name: str | None
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None
    last_used_from: str | None
    status: str | None
    actions: list[str]
    token: str | None


class NewStaff(TypedDict):
    id: str
    version: int
    username: str | None
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    department_id: str | None
    department_name: str | None
    roles: list[str]
    must_change_password: bool | None
    active: bool | None
    second_factor: bool | None
    last_sign_in_at: str | None
    created_at: str | None
    updated_at: str | None
    actions: list[str]
    begun: PasswordWay | None


class NewTotp(TypedDict):
    secret: str | None
    address: str | None


class OpenSession(TypedDict):
    id: str
    kind: str | None
    started_at: str | None
    seen_at: str | None
    ends_at: str | None
    address: str | None
    user_agent: str | None
    current: bool | None
    actions: list[str]


class OpenSessionPage(TypedDict):
    items: list[OpenSession]
    next: str | None


class OwnFactors(TypedDict):
    required: bool | None
    passkey_required: bool | None
    totp: bool | None
    recovery_codes_left: int | None
    passkeys: list[OwnPasskey]
    passkeys_offered: bool | None
    actions: list[str]


class OwnPasskey(TypedDict):
    id: str
    version: int
    name: str | None
    created_at: str | None
    used_at: str | None
    synced: bool | None
    backed_up: bool | None
    actions: list[str]


class PageCredentials(TypedDict):
    username: str
    password: str
    user_agent: NotRequired[str]


class PageSecondFactor(TypedDict):
    challenge: str
    code: str
    user_agent: NotRequired[str]


class PageSecret(TypedDict):
    session: str
    unattended: NotRequired[bool]


class PasswordWay(TypedDict):
    sent_to: str | None
    request: AccountRequest | None


class ProgramCredentials(TypedDict):
    username: str
    password: str
    code: NotRequired[str]


class ProgramToken(TypedDict):
    access_token: str | None
    token_type: str | None
    expires_in: int | None
    staff: Me | None
    refresh_token: str | None
    refresh_until: str | None


class ProvePasskey(TypedDict):
    challenge: str
    credential_id: str
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: NotRequired[str]
    user_agent: NotRequired[str]


class ProviderLink(TypedDict):
    id: str
    issuer: str | None
    subject: str | None
    username: str | None
    linked_at: str | None
    actions: list[str]


class ProviderLinkPage(TypedDict):
    items: list[ProviderLink]
    next: str | None


class RecoveryCodes(TypedDict):
    recovery_codes: list[str]


class RefreshSecret(TypedDict):
    refresh_token: str


class RenamePasskey(TypedDict):
    name: str


class RequestCount(TypedDict):
    waiting: int | None


class Review(TypedDict):
    id: str
    opened_on: str | None
    due_on: str | None
    reminded_on: str | None
    closed_at: str | None
    accounts: int | None
    waiting: int | None
    kept: int | None
    refused: int | None
    taken_away: int | None
    mine: int | None
    actions: list[str]


class ReviewCount(TypedDict):
    waiting: int | None


class ReviewPage(TypedDict):
    items: list[Review]
    next: str | None


class ReviewPolicy(TypedDict):
    version: int
    months_between: int | None
    days_to_answer: int | None
    idle_days: int | None
    actions: list[str]


class ReviewedAccount(TypedDict):
    staff_id: str | None
    name: str | None
    username: str | None
    department_name: str | None
    roles: list[str]
    active: bool | None
    last_sign_in_at: str | None
    answer: str | None
    answered_by_name: str | None
    answered_at: str | None
    taken_away: str | None
    answerable: bool | None
    actions: list[str]


class ReviewedAccountPage(TypedDict):
    items: list[ReviewedAccount]
    next: str | None


class Role(TypedDict):
    id: str
    version: int
    code: str | None
    name_zh: str | None
    name_en: str | None
    permissions: dict[str, str]
    second_factor: bool | None
    passkey_only: bool | None
    for_programs: bool | None
    groups: list[str]
    system: bool | None
    active: bool | None
    actions: list[str]


class RolePage(TypedDict):
    items: list[Role]
    next: str | None


class SecondFactor(TypedDict):
    challenge: str
    code: str


class Session(TypedDict):
    access_token: str | None
    token_type: str | None
    expires_in: int | None
    staff: Me | None
    session: str | None
    expires_at: str | None
    sign_out_address: str | None


class SessionSecret(TypedDict):
    session: str


class SetReviewPolicy(TypedDict):
    months_between: Literal[1, 2, 3, 4, 6, 12]
    days_to_answer: int
    idle_days: int


class SignIn(TypedDict):
    id: str
    at: str | None
    staff_id: str | None
    name: str | None
    username: str | None
    ok: bool | None
    reason: str | None
    method: str | None
    address: str | None
    user_agent: str | None


class SignInPage(TypedDict):
    items: list[SignIn]
    next: str | None


class Staff(TypedDict):
    id: str
    version: int
    username: str | None
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    department_id: str | None
    department_name: str | None
    roles: list[str]
    must_change_password: bool | None
    active: bool | None
    second_factor: bool | None
    last_sign_in_at: str | None
    created_at: str | None
    updated_at: str | None
    actions: list[str]


class StaffPage(TypedDict):
    items: list[Staff]
    next: str | None


class Token(TypedDict):
    access_token: str | None
    token_type: str | None
    expires_in: int | None
    staff: Me | None


class UseLink(TypedDict):
    token: str
    new: str
    user_agent: NotRequired[str]


def list_account_requests(
    *, after: str | None = None, limit: int | str | None = None, waiting: bool | str | None = None
) -> AccountRequestPage:
    """One's own requests, and those for accounts that one could confirm for, the newest first, a page at a time."""
    answered: AccountRequestPage = ask(
        "auth", "GET", "/v1/account-requests", query={"after": after, "limit": limit, "waiting": waiting}
    )
    return answered


def count_account_requests() -> RequestCount:
    """How many requests wait for oneself."""
    answered: RequestCount = ask("auth", "GET", "/v1/account-requests/count")
    return answered


def read_account_request(id: Id) -> AccountRequest:
    """A request that waits, or waited, for a second person."""
    answered: AccountRequest = ask("auth", "GET", f"/v1/account-requests/{id}")
    return answered


def collect_password(id: Id, *, version: Version) -> HandedOver:
    """Make the one-time password that was confirmed, for the one who hands it over. The person has to change it at the
    first sign-in, and is asked for a second factor as ever. It can be read here and never again.
    """
    answered: HandedOver = ask("auth", "POST", f"/v1/account-requests/{id}/collect", version=version)
    return answered


def confirm_account_request(id: Id, *, version: Version, key: str = "") -> AccountRequest:
    """Confirm what somebody else has asked for. The second factors are taken away at once, and a token opens what it
    was made for; a one-time password is made when it is fetched. Raises Forbidden for whom it is not asked of, and
    what a decision raises.
    """
    answered: AccountRequest = ask("auth", "POST", f"/v1/account-requests/{id}/confirm", version=version, key=key)
    return answered


def refuse_account_request(id: Id, *, version: Version, key: str = "") -> AccountRequest:
    """Refuse what somebody else has asked for. Raises Forbidden for whom it is not asked of, and what a decision
    raises.
    """
    answered: AccountRequest = ask("auth", "POST", f"/v1/account-requests/{id}/refuse", version=version, key=key)
    return answered


def withdraw_account_request(id: Id, *, version: Version, key: str = "") -> AccountRequest:
    """Take back what one has asked for oneself."""
    answered: AccountRequest = ask("auth", "POST", f"/v1/account-requests/{id}/withdraw", version=version, key=key)
    return answered


def list_reviews(*, after: str | None = None, limit: int | str | None = None) -> ReviewPage:
    """The reviews, the last one first, with counts of the accounts that one sees."""
    answered: ReviewPage = ask("auth", "GET", "/v1/account-reviews", query={"after": after, "limit": limit})
    return answered


def open_review(*, key: str = "") -> Review:
    """Begin a review now, out of turn."""
    answered: Review = ask("auth", "POST", "/v1/account-reviews", key=key)
    return answered


def count_accounts_to_review() -> ReviewCount:
    """How many accounts wait for one's answer."""
    answered: ReviewCount = ask("auth", "GET", "/v1/account-reviews/count")
    return answered


def read_review_policy() -> ReviewPolicy:
    """How accounts are reviewed."""
    answered: ReviewPolicy = ask("auth", "GET", "/v1/account-reviews/policy")
    return answered


def set_review_policy(body: SetReviewPolicy, *, version: Version) -> ReviewPolicy:
    """Change how accounts are reviewed, from the next review on."""
    answered: ReviewPolicy = ask("auth", "PATCH", "/v1/account-reviews/policy", body=body, version=version)
    return answered


def list_reviewed_accounts(
    id: Id,
    *,
    after: str | None = None,
    limit: int | str | None = None,
    answer: str | None = None,
    mine: bool | str | None = None,
) -> ReviewedAccountPage:
    """The accounts of a review that one sees, by user name, a page at a time."""
    answered: ReviewedAccountPage = ask(
        "auth",
        "GET",
        f"/v1/account-reviews/{id}/accounts",
        query={"after": after, "limit": limit, "answer": answer, "mine": mine},
    )
    return answered


def answer_accounts(id: Id, body: AnswerAccounts, *, key: str = "") -> Review:
    """Say of accounts that they stay, or that they do not: those are disabled at once. All or none of those named."""
    answered: Review = ask("auth", "POST", f"/v1/account-reviews/{id}/answers", body=body, key=key)
    return answered


def list_tokens(*, after: str | None = None, limit: int | str | None = None) -> ApiTokenPage:
    """The tokens for programs, the newest first, a page at a time."""
    answered: ApiTokenPage = ask("auth", "GET", "/v1/api-tokens", query={"after": after, "limit": limit})
    return answered


def add_token(body: AddApiToken, *, key: str = "") -> NewApiToken:
    """Make a token for a program; the token itself is answered this once."""
    answered: NewApiToken = ask("auth", "POST", "/v1/api-tokens", body=body, key=key)
    return answered


def list_token_holders() -> HolderPage:
    """The accounts that a token can be made for, with what each may."""
    answered: HolderPage = ask("auth", "GET", "/v1/api-tokens/accounts")
    return answered


def revoke_token(id: Id, *, version: Version, key: str = "") -> ApiToken:
    """Take a token away: it ends everywhere at once, and is never good again."""
    answered: ApiToken = ask("auth", "POST", f"/v1/api-tokens/{id}/revoke", version=version, key=key)
    return answered


def exchange_token(body: ApiTokenSecret) -> Exchanged:
    """What a program's token opens: a short access token."""
    answered: Exchanged = ask_public("auth", "POST", "/v1/auth/api-tokens", body=body)
    return answered


def begin_with_provider() -> Begun:
    """Begin a sign-in through the provider: where the browser goes, and what it brings back."""
    answered: Begun = ask_public("auth", "POST", "/v1/auth/oidc/begin")
    return answered


def complete_with_provider(body: Complete) -> Session:
    """Bring a sign-in through the provider to its end: the person is whom the provider says."""
    answered: Session = ask_public("auth", "POST", "/v1/auth/oidc/complete", body=body)
    return answered


def ask_for_password_link(body: AskForLink) -> None:
    """Ask for a link to set a new password, to the own mail address. The answer is the same whether or not there is
    such an account; no link goes to an address that somebody else has put there.
    """
    ask_public("auth", "POST", "/v1/auth/password-links", body=body)


def look_at_password_link(body: LookAtLink) -> LinkOwner:
    """Whose password a link sets, while it holds; looking does not use it up."""
    answered: LinkOwner = ask_public("auth", "POST", "/v1/auth/password-links/look", body=body)
    return answered


def use_password_link(body: UseLink) -> None:
    """Set the password. The link is good this once, and every session of the person ends."""
    ask_public("auth", "POST", "/v1/auth/password-links/use", body=body)


def open_session(body: PageCredentials) -> Session:
    """Sign in at the pages by user name and password."""
    answered: Session = ask_public("auth", "POST", "/v1/auth/sessions", body=body)
    return answered


def end_session(body: SessionSecret) -> None:
    """Sign out at the pages. A session that has ended already stays so."""
    ask_public("auth", "POST", "/v1/auth/sessions/end", body=body)


def open_session_with_passkey(body: ProvePasskey) -> Session:
    """Sign in at the pages with a passkey alone, which has to know who uses it."""
    answered: Session = ask_public("auth", "POST", "/v1/auth/sessions/passkey", body=body)
    return answered


def begin_session_with_passkey(body: BeginPasskey) -> Asked:
    """What the browser of somebody unknown is asked, who wants to sign in with a passkey alone."""
    answered: Asked = ask_public("auth", "POST", "/v1/auth/sessions/passkey/begin", body=body)
    return answered


def open_session_with_second_factor(body: PageSecondFactor) -> Session:
    """Sign in at the pages by the second factor, when the password was right."""
    answered: Session = ask_public("auth", "POST", "/v1/auth/sessions/second-factor", body=body)
    return answered


def open_session_with_second_passkey(body: ProvePasskey) -> Session:
    """Sign in at the pages by a passkey, when the password was right."""
    answered: Session = ask_public("auth", "POST", "/v1/auth/sessions/second-factor/passkey", body=body)
    return answered


def ask_second_passkey(body: AskPasskey) -> Asked:
    """What the browser is asked of somebody whose password was right."""
    answered: Asked = ask_public("auth", "POST", "/v1/auth/sessions/second-factor/passkey/begin", body=body)
    return answered


def renew_token(body: PageSecret) -> Token:
    """Another access token for a session of the pages. Being asked for one resets its idle time, unless it is
    unattended.
    """
    answered: Token = ask_public("auth", "POST", "/v1/auth/sessions/token", body=body)
    return answered


def open_token(body: ProgramCredentials) -> ProgramToken:
    """Sign a program in by user name and password, and the second factor's code where there is one."""
    answered: ProgramToken = ask_public("auth", "POST", "/v1/auth/tokens", body=body)
    return answered


def end_program(body: RefreshSecret) -> None:
    """Sign a program out. A session that has ended already stays so."""
    ask_public("auth", "POST", "/v1/auth/tokens/end", body=body)


def refresh_token(body: RefreshSecret) -> ProgramToken:
    """The next access token of a program. A refresh token is good once; used twice it ends the session."""
    answered: ProgramToken = ask_public("auth", "POST", "/v1/auth/tokens/refresh", body=body)
    return answered


def open_token_with_second_factor(body: SecondFactor) -> ProgramToken:
    """Sign a program in whose password was right, by the second factor."""
    answered: ProgramToken = ask_public("auth", "POST", "/v1/auth/tokens/second-factor", body=body)
    return answered


def read_backups() -> Backups:
    """When the last proven backup was taken, whether that is an alarm, and what came of the last ones."""
    answered: Backups = ask("auth", "GET", "/v1/backups")
    return answered


def list_colleagues(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    role: str | None = None,
    permission: str | None = None,
    over_me: bool | str | None = None,
) -> ColleaguePage:
    """The active people to choose from, by user name, a page at a time."""
    answered: ColleaguePage = ask(
        "auth",
        "GET",
        "/v1/colleagues",
        query={"after": after, "limit": limit, "q": q, "role": role, "permission": permission, "over_me": over_me},
    )
    return answered


def list_departments(*, after: str | None = None, limit: int | str | None = None) -> DepartmentPage:
    """The departments that one may see, each after the one it belongs to, a page at a time."""
    answered: DepartmentPage = ask("auth", "GET", "/v1/departments", query={"after": after, "limit": limit})
    return answered


def add_department(body: AddDepartment, *, key: str = "") -> Department:
    """Put a new department into the tree."""
    answered: Department = ask("auth", "POST", "/v1/departments", body=body, key=key)
    return answered


def read_department(id: Id) -> Department:
    """A department that one may see."""
    answered: Department = ask("auth", "GET", f"/v1/departments/{id}")
    return answered


def change_department(id: Id, body: ChangeDepartment, *, version: Version) -> Department:
    """Rename a department, or move it with everything below: each that has a new place is told."""
    answered: Department = ask("auth", "PATCH", f"/v1/departments/{id}", body=body, version=version)
    return answered


def disable_department(id: Id, *, version: Version, key: str = "") -> Department:
    """Take a department out of use; not while somebody works in it or below it. Raises DepartmentNotEmpty."""
    answered: Department = ask("auth", "POST", f"/v1/departments/{id}/disable", version=version, key=key)
    return answered


def enable_department(id: Id, *, version: Version, key: str = "") -> Department:
    """Take a department into use again; what it belongs to has to be in use."""
    answered: Department = ask("auth", "POST", f"/v1/departments/{id}/enable", version=version, key=key)
    return answered


def read_me() -> Me:
    """Who is signed in, and what they may."""
    answered: Me = ask("auth", "GET", "/v1/me")
    return answered


def change_me(body: ContactData) -> Me:
    """Change one's own contact data."""
    answered: Me = ask("auth", "PATCH", "/v1/me", body=body)
    return answered


def confirm_access() -> None:
    """Whether the token still holds, at the least cost: 401 when it does not."""
    ask("auth", "GET", "/v1/me/access")


def confirm_address(*, key: str = "") -> Me:
    """Say of the mail address that somebody else has put there that it is one's own."""
    answered: Me = ask("auth", "POST", "/v1/me/confirm-address", key=key)
    return answered


def change_password(body: ChangePassword) -> None:
    """Change one's own password. Every session of oneself ends but the one at work."""
    ask("auth", "POST", "/v1/me/password", body=body)


def read_second_factor() -> OwnFactors:
    """What one has of second factors, and what a role asks for."""
    answered: OwnFactors = ask("auth", "GET", "/v1/me/second-factor")
    return answered


def begin_passkey(body: ConfirmPassword) -> Asked:
    """What the browser is asked to make a passkey with, confirmed by the password."""
    answered: Asked = ask("auth", "POST", "/v1/me/second-factor/passkeys", body=body)
    return answered


def add_passkey(body: AddPasskey) -> RecoveryCodes:
    """Keep a passkey that the browser has made, and end every other session. Answers codes if there are none."""
    answered: RecoveryCodes = ask("auth", "POST", "/v1/me/second-factor/passkeys/confirm", body=body)
    return answered


def rename_passkey(id: Id, body: RenamePasskey, *, version: Version) -> None:
    """Call a passkey of one's own something else."""
    ask("auth", "PATCH", f"/v1/me/second-factor/passkeys/{id}", body=body, version=version)


def end_passkey(id: Id, body: ConfirmPassword) -> None:
    """Take a passkey of one's own away, confirmed by the password; not the last of what a role asks for."""
    ask("auth", "POST", f"/v1/me/second-factor/passkeys/{id}/end", body=body)


def renew_codes(body: ConfirmPassword) -> RecoveryCodes:
    """Other recovery codes in the place of those there are."""
    answered: RecoveryCodes = ask("auth", "POST", "/v1/me/second-factor/recovery-codes", body=body)
    return answered


def begin_totp(body: ConfirmPassword) -> NewTotp:
    """A new authenticator for oneself; one that is in use stays so until a code of the new one has come."""
    answered: NewTotp = ask("auth", "POST", "/v1/me/second-factor/totp", body=body)
    return answered


def confirm_totp(body: ConfirmTotp) -> RecoveryCodes:
    """Use the new authenticator from now on, and end every other session. Answers new recovery codes."""
    answered: RecoveryCodes = ask("auth", "POST", "/v1/me/second-factor/totp/confirm", body=body)
    return answered


def end_totp(body: ConfirmPassword) -> None:
    """Sign in without an authenticator again; not while a role asks for it."""
    ask("auth", "POST", "/v1/me/second-factor/totp/end", body=body)


def list_own_sessions() -> OpenSessionPage:
    """Where one is signed in, the session used last first."""
    answered: OpenSessionPage = ask("auth", "GET", "/v1/me/sessions")
    return answered


def end_own_sessions(body: EndSessions, *, key: str = "") -> None:
    """End all of one's own sessions; the one at work only when that is asked for."""
    ask("auth", "POST", "/v1/me/sessions/end", body=body, key=key)


def end_own_session(id: Id, *, key: str = "") -> None:
    """End one of one's own sessions."""
    ask("auth", "POST", f"/v1/me/sessions/{id}/end", key=key)


def list_own_sign_ins(*, after: str | None = None, limit: int | str | None = None) -> SignInPage:
    """One's own sign-ins and what was tried under one's name, the latest first, a page at a time."""
    answered: SignInPage = ask("auth", "GET", "/v1/me/sign-ins", query={"after": after, "limit": limit})
    return answered


def list_roles(*, after: str | None = None, limit: int | str | None = None) -> RolePage:
    """The roles, by code, a page at a time."""
    answered: RolePage = ask("auth", "GET", "/v1/roles", query={"after": after, "limit": limit})
    return answered


def add_role(body: AddRole, *, key: str = "") -> Role:
    """Add a role that people can be given."""
    answered: Role = ask("auth", "POST", "/v1/roles", body=body, key=key)
    return answered


def read_role(id: Id) -> Role:
    """A role: what it is called, and what it permits."""
    answered: Role = ask("auth", "GET", f"/v1/roles/{id}")
    return answered


def change_role(id: Id, body: ChangeRole, *, version: Version) -> Role:
    """Change what a role is called or permits, which second factor it asks for or which groups give it; disable it or
    enable it again. It takes effect at once, for whoever holds it.
    """
    answered: Role = ask("auth", "PATCH", f"/v1/roles/{id}", body=body, version=version)
    return answered


def list_sign_ins(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    username: str | None = None,
    staff_id: Id | None = None,
    ok: bool | str | None = None,
) -> SignInPage:
    """The log of sign-ins, as far as one may see the people, the latest first, a page at a time."""
    answered: SignInPage = ask(
        "auth",
        "GET",
        "/v1/sign-ins",
        query={"after": after, "limit": limit, "username": username, "staff_id": staff_id, "ok": ok},
    )
    return answered


def list_staff(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    department_id: Id | None = None,
    role: str | None = None,
    active: bool | str | None = None,
    sort: str | None = None,
) -> StaffPage:
    """The people whom one may see and who fit a filter, a page at a time."""
    answered: StaffPage = ask(
        "auth",
        "GET",
        "/v1/staff",
        query={
            "after": after,
            "limit": limit,
            "q": q,
            "department_id": department_id,
            "role": role,
            "active": active,
            "sort": sort,
        },
    )
    return answered


def add_staff(body: AddStaff, *, key: str = "") -> NewStaff:
    """Add a person, who is sent a link to set a password by; without an address a second person confirms one."""
    answered: NewStaff = ask("auth", "POST", "/v1/staff", body=body, key=key)
    return answered


def read_staff(id: Id) -> Staff:
    """Somebody whom the actor may see; the reading is in the access log."""
    answered: Staff = ask("auth", "GET", f"/v1/staff/{id}")
    return answered


def change_staff(id: Id, body: ChangeStaff, *, version: Version) -> Staff:
    """Change a person's data, department or roles, as far as the actor may."""
    answered: Staff = ask("auth", "PATCH", f"/v1/staff/{id}", body=body, version=version)
    return answered


def disable_staff(id: Id, *, version: Version, key: str = "") -> Staff:
    """Take a person's account away, and end what they have open; nothing is deleted."""
    answered: Staff = ask("auth", "POST", f"/v1/staff/{id}/disable", version=version, key=key)
    return answered


def enable_staff(id: Id, *, version: Version, key: str = "") -> Staff:
    """Give a person's account back; the department has to be in use."""
    answered: Staff = ask("auth", "POST", f"/v1/staff/{id}/enable", version=version, key=key)
    return answered


def list_links(id: Id) -> ProviderLinkPage:
    """As whom providers know somebody else."""
    answered: ProviderLinkPage = ask("auth", "GET", f"/v1/staff/{id}/provider-links")
    return answered


def end_link(id: Id, link_id: Id, *, key: str = "") -> None:
    """Take the link of somebody else to a provider away, and end what they have open."""
    ask("auth", "POST", f"/v1/staff/{id}/provider-links/{link_id}/end", key=key)


def reset_password(id: Id, *, key: str = "") -> PasswordWay:
    """Let somebody else choose another password: by a link to their own address, or with a second person."""
    answered: PasswordWay = ask("auth", "POST", f"/v1/staff/{id}/reset-password", key=key)
    return answered


def reset_second_factor(id: Id, *, key: str = "") -> AccountRequest:
    """Ask that somebody else's second factors be taken away, which a second person confirms."""
    answered: AccountRequest = ask("auth", "POST", f"/v1/staff/{id}/reset-second-factor", key=key)
    return answered


def list_sessions(id: Id) -> OpenSessionPage:
    """Where somebody else is signed in, the session used last first."""
    answered: OpenSessionPage = ask("auth", "GET", f"/v1/staff/{id}/sessions")
    return answered


def end_sessions_of_person(id: Id, *, key: str = "") -> None:
    """End all sessions of somebody else."""
    ask("auth", "POST", f"/v1/staff/{id}/sessions/end", key=key)


def end_session_of_person(id: Id, session_id: Id, *, key: str = "") -> None:
    """End one session of somebody else."""
    ask("auth", "POST", f"/v1/staff/{id}/sessions/{session_id}/end", key=key)
