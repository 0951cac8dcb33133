"""What the columns of a file mean: headings as people write them, in Chinese and in English, to our fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.customer import CustomerKind, ImportKind

KIND_OF_CUSTOMER = {ImportKind.PERSONS: CustomerKind.PERSON, ImportKind.COMPANIES: CustomerKind.COMPANY}

MOBILE_OR_PHONE = "mobile_or_phone"
"""A column that holds now a mobile number, now a landline: each goes where it belongs."""

OWNER = "owner"
"""A column that says whose customer it is: an e-mail address, a name, or name and department."""

_EITHER = {
    "external_code": "编号 自有编号 客户编号 客户编码 客户代码 客户号 代码 "
    "code customer_code customer_no id external_code",
    "name": "名称 客户名称 客户 name customer_name customer",
    "region": "地区 所在地区 区域 region area",
    "address": "地址 住址 联系地址 家庭住址 通讯地址 公司地址 address",
    "mobile": "手机 手机号 手机号码 移动电话 mobile cell mobile_phone cell_phone",
    "phone": "电话 固定电话 座机 办公电话 公司电话 phone telephone tel",
    MOBILE_OR_PHONE: "联系方式 联系电话 contact_number contact_phone contact",
    "email": "邮箱 电子邮箱 电子邮件 邮件 email e_mail mail",
    OWNER: "客户负责人 客户归属 归属 所有人 客户所有人 业务员 客户经理 "
    "owner owner_name belongs_to account_owner salesperson",
}
_PERSON = {
    "name": "姓名 客户姓名 full_name person person_name",
    "sex": "性别 sex gender",
    "birth_date": "出生日期 生日 出生年月日 birth_date date_of_birth birthday birthdate",
    "marital_status": "婚姻状况 婚姻 婚否 marital_status marital",
    "employer": "单位 工作单位 单位名称 employer workplace",
    "employer_phone": "单位电话 工作电话 employer_phone work_phone",
    "hobbies": "爱好 兴趣 兴趣爱好 hobbies interests",
    "background": "背景 背景信息 个人背景 background",
}
_COMPANY = {
    "name": "企业名称 公司名称 公司 企业 单位名称 company company_name",
    "industry": "行业 所属行业 industry sector",
    "person_in_charge": "负责人 联系人 法人 法定代表人 企业负责人 person_in_charge contact_person manager",
    "founded_on": "成立时间 成立日期 创立时间 founded_on founded founding_date established",
    "dealings_since": "往来起始日期 商务往来建立时间 商业往来建立时间 建立时间 合作开始时间 "
    "dealings_since customer_since",
    "dealings_notes": "往来备注 商业往来信息 商务往来信息 往来信息 dealings_notes dealings",
}
_TRANSACTION = {
    "external_id": "交易编号 交易号 单号 订单号 流水号 编号 transaction_id external_id id order_id order_no number",
    "customer_code": "客户编号 客户编码 客户代码 客户号 客户 customer_code customer_id customer code",
    "kind": "类型 交易类型 业务类型 kind type",
    "occurred_on": "日期 交易日期 交易时间 发生日期 业务日期 occurred_on date transaction_date order_date",
    "quantity": "数量 业务量 件数 quantity qty count",
    "amount": "金额 交易金额 业务金额 总金额 amount total sum value",
    "product": "产品 商品 产品名称 商品名称 品名 product item goods",
    "void": "作废 已作废 是否作废 void cancelled canceled",
}


def _words(*tables: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """field -> {heading: field}, merged: the first table that knows a heading has it."""
    merged: dict[str, str] = {}
    fields: dict[str, dict[str, str]] = {}
    for table in tables:
        for field, headings in table.items():
            fields.setdefault(field, {})
            for heading in headings.split():
                merged.setdefault(heading, field)
    for heading, field in merged.items():
        fields[field][heading] = field
    return fields


_FIELDS = {
    ImportKind.PERSONS: _words(_PERSON, _EITHER),
    ImportKind.COMPANIES: _words(_COMPANY, _EITHER),
    ImportKind.TRANSACTIONS: _words(_TRANSACTION),
}
REQUIRED = {
    ImportKind.PERSONS: ("external_code", "name"),
    ImportKind.COMPANIES: ("external_code", "name"),
    ImportKind.TRANSACTIONS: ("external_id", "customer_code", "occurred_on", "quantity", "amount"),
}
KEY_OF = {
    ImportKind.PERSONS: "external_code",
    ImportKind.COMPANIES: "external_code",
    ImportKind.TRANSACTIONS: "external_id",
}


def fields_of(kind: ImportKind) -> list[str]:
    """The fields that a column can be mapped to."""
    return list(_FIELDS[settle_kind(kind, ())])


def settle_kind(kind: ImportKind, headings: Sequence[str]) -> ImportKind:
    """Persons or companies, when only ``customers`` was said: whichever knows more of the headings; persons when both
    know the same."""
    if kind is not ImportKind.CUSTOMERS:
        return kind
    own = {
        kind: sum(_plain(heading) in words for heading in headings for words in _FIELDS[kind].values())
        for kind in (ImportKind.PERSONS, ImportKind.COMPANIES)
    }
    return max(own, key=lambda kind: own[kind])


def guess_mapping(kind: ImportKind, headings: Sequence[str]) -> dict[str, str | None]:
    """Heading -> field, as far as the headings are known; each field at most once, the first column has it."""
    known = {heading: field for words in _FIELDS[kind].values() for heading, field in words.items()}
    taken: set[str] = set()
    mapping: dict[str, str | None] = {}
    for heading in headings:
        field = known.get(_plain(heading))
        mapping[heading] = field if field and field not in taken else None
        taken.update({field} if field else ())
    return mapping


def unique_headings(cells: Sequence[str]) -> list[str]:
    """The headings of a file, each once: an empty one is called by its place, a repeated one gets its count."""
    seen: dict[str, int] = {}
    headings = []
    for place, cell in enumerate(cells, start=1):
        heading = " ".join(cell.split()) or f"#{place}"
        seen[heading] = seen.get(heading, 0) + 1
        headings.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return headings


def missing_fields(kind: ImportKind, mapping: Mapping[str, str | None]) -> list[str]:
    """Required fields that no column is mapped to."""
    mapped = set(mapping.values())
    return [field for field in REQUIRED[kind] if field not in mapped]


def _plain(heading: str) -> str:
    """``Customer Code``, ``customer-code`` and ``客户编号（必填）`` as they stand in the tables above."""
    text = heading.strip().lower().replace("（", "(").partition("(")[0].strip(" *:：")
    return "_".join(text.replace("-", " ").replace("_", " ").split())
