"""The matrix as a page to read: docs/access.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from contracts.services import REGISTRY
from tests.access.duties import FOUR_EYES, NOT_WITH_ADMINISTRATOR
from tests.access.emails import POSTS
from tests.access.matrix import KINDS, Row
from tests.access.rights import NOBODY, RIGHTS, ROLES, SEEN, STAFF, Reach, Relation, Right
from tests.access.rows.whole import ROWS

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
MARKS = {
    Reach.OWN: "○",
    Reach.DEPARTMENT: "◐",
    Reach.ALL: "●",
    Reach.SERVED: "◎",
    Reach.DEPARTMENT_SERVED: "◉",
}
REACHES = {
    Reach.OWN: ("one's own records", "本人的记录"),
    Reach.DEPARTMENT: ("own department and those below it", "本部门及下级部门的记录"),
    Reach.ALL: ("all records, or there is no owner", "全部记录，或记录不分归属"),
    Reach.SERVED: ("one's own, and every active customer, to serve", "本人的记录，及为服务查看全部有效客户"),
    Reach.DEPARTMENT_SERVED: (
        "own department, and every active customer, to serve",
        "本部门及下级部门的记录，及为服务查看全部有效客户",
    ),
}
RELATIONS = {
    Relation.OWN: "本人",
    Relation.OWN_DISABLED: "本人，已停用",
    Relation.DEPARTMENT: "本部门",
    Relation.DEPARTMENT_DISABLED: "本部门，已停用",
    Relation.BELOW: "下级部门",
    Relation.OTHER: "其他部门",
}
HEAD = """# Who may do what · 权限矩阵

<!-- Written by `python -m tests.access` from rights, rows, emails and duties in tests/access. Do not edit by hand. -->

This page is drawn from the access matrix, which is written by hand from the rules of the house, not from the services'
own table of roles. `tests/access/test_matrix.py` asks the running system through its front door: every role, at every
record it could meet, by every operation of every route; and a route without a row fails it. Paths are below `/api/v1`.

本页由权限矩阵生成。矩阵按公司规则手工编写，并非取自系统自身的角色表；测试对运行中的系统逐一核对每个角色、每种记录关系、每个接口操作。
"""
LEGEND = """## How to read it · 图例

- `–`: the right is missing; the answer is 403. 无此权限，返回 403。
- Outside the reach of a right a record does not exist: 404, the same as for an id that was never given out, and it is
  in no list, search, counter, file or history. 超出范围的记录视同不存在：返回 404，列表、搜索、计数、导出中均不出现。
- `*`: phone, mobile, e-mail and address are plain to the owner only, masked to everybody else (except for a check, to
  who has a case of the customer in hand, by a view request for its numbers, or when revealed for a purpose; each is on
  record). 电话、手机、邮箱、地址仅归属人可见明文，其余人员所见均已隐藏；核对时、客户的工单在手时、经同意查看号码
  及按用途查看除外，均留痕。
- A case in hand and an agreed view request open a customer beyond the reach of a right, for their time.
  工单在手及经同意的查看申请，可在其期间内超出权限范围查看客户。
- `†`: nobody does this with what is their own: 409. 不得处理本人的事项，返回 409。
- Not signed in: 401 everywhere, except to sign in. 未登录：除登录接口外一律 401。
- Disabled records are seen and changed as far as the others. 已停用的记录与其他记录同样可见。
"""


def page() -> str:
    """The whole page."""
    parts = (_reaches(), _roles(), _operations(), _emails(), _duties())
    return "\n".join([HEAD, LEGEND, *(line for part in parts for line in part)]).rstrip() + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(head)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _reaches() -> Iterator[str]:
    yield "Reach of a right, by what the record is to the person · 权限范围与记录关系：\n"
    relations = [f"{relation}<br>{zh}" for relation, zh in RELATIONS.items()]
    yield from _table(
        ["", "", *relations],
        (
            [mark, "<br>".join(REACHES[reach]), *("✓" if each in SEEN[reach] else "404" for each in RELATIONS)]
            for reach, mark in MARKS.items()
        ),
    )


def _roles() -> Iterator[str]:
    yield "## Rights by role · 角色与权限\n"
    yield from _table(
        ["right · 权限", *(f"{en}<br>{zh}" for role, (en, zh) in ROLES.items() if role != NOBODY)],
        ([f"{right.en}<br>{right.zh}", *_marks(right)] for right in RIGHTS.values()),
    )


def _marks(right: Right) -> list[str]:
    return _reach_marks(right.of)


def _reach_marks(of: Mapping[str, Reach]) -> list[str]:
    return [MARKS[of[role]] if role in of else "–" for role in STAFF]


def _operations() -> Iterator[str]:
    yield "## Operations · 接口操作\n"
    for service, en, zh in ((each.name, each.title_en, each.title_zh) for each in REGISTRY):
        yield f"### {service}: {en} · {zh}\n"
        rows = [row for row in ROWS if row.service == service]
        yield from _table(
            ["operation", "at · 对象", "right · 权限", *(zh for role, (_, zh) in ROLES.items() if role != NOBODY)],
            (_operation(row) for row in rows),
        )


def _operation(row: Row) -> list[str]:
    right, kind = RIGHTS[row.right], KINDS[row.on]
    marks = "*" * row.masks + "†" * row.refused
    at = f"{kind.en}<br>{kind.zh}" if row.on else ""
    return [f"`{row.route.replace('/v1', '', 1)}`{' ' + marks if marks else ''}", at, right.en, *_marks(right)]


def _emails() -> Iterator[str]:
    yield "## Emails · 邮件\n"
    yield "What is sent by mail holds no phone, mobile, e-mail or address of a customer, and names only customers and"
    yield "accounts that its reader sees. Everything else that waits for somebody is a counter, and read on its page.\n"
    yield "信件中不含客户的电话、手机、邮箱和地址，所提及的客户与账号均为收件人可见；其余待办仅以计数提示。\n"
    yield from _table(
        ["email · 邮件", *(f"{en}<br>{zh}" for role, (en, zh) in ROLES.items() if role != NOBODY)],
        ([f"{post.en}<br>{post.zh}", *_reach_marks(post.of)] for post in POSTS),
    )


def _duties() -> Iterator[str]:
    yield "## Four eyes · 四眼原则\n"
    yield "Nobody decides on what is their own, whatever roles they have: 409. 无论拥有何种角色，不得审批本人事项：\n"
    yield from (f"- {rule.en} · {rule.zh}" for rule in FOUR_EYES)
    yield "\n## Duties that do not go together · 不相容职责\n"
    yield "Who runs the accounts touches no customer data: an administrator cannot also be one of these.\n"
    yield "管理账号者不接触客户数据，系统管理员不得兼任：\n"
    yield from (f"- {ROLES[role][0]} · {ROLES[role][1]}" for role in NOT_WITH_ADMINISTRATOR)
