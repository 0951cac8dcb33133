"""What the columns of a file mean: headings as people write them, in Chinese and in English, to our fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chassis.values import headings as known
from chassis.values.headings import FLAW_COLUMNS, Column, ColumnNote, Headings
from chassis.values.units import COUNT, MONEY
from contracts.customer import CustomerKind, ImportKind

KIND_OF_CUSTOMER = {ImportKind.PERSONS: CustomerKind.PERSON, ImportKind.COMPANIES: CustomerKind.COMPANY}

MOBILE_OR_PHONE = "mobile_or_phone"
"""A column that holds now a mobile number, now a landline: each goes where it belongs."""

OWNER = "owner"
"""A column that says whose customer it is: an e-mail address, a name, or name and department."""

KIND = "kind"
"""Of customers: a column that says which rows are persons and which are companies. Of transactions: their kind."""

CODE = "code"
"""A column with Guanxi's own codes: it finds customers, and is never written."""

_FORMER_FLAW_COLUMNS = ["row", "column", "code", "value"]
"""The first columns of a file of refused rows, as it was given out formerly."""

_KEPT = ("状态", "status", "等级", "客户等级", "tier", "导出", "exported")
"""What Guanxi keeps itself of customers, and gives out with an export."""

_EITHER = {
    CODE: "系统编号 关系编号 guanxi_code guanxi编号 guanxi_id",
    "external_code": """
     编号 自有编号 客户编号 客户编码 客户代码 客户号 客户id 代码 会员号 会员编号 会员卡号 往来单位编号 往来单位编码
     单位编码 客户档案号 档案编号 外部编号 原编号 code customer_code customer_no customer_id customer_number
     client_code client_no account_no account_number id external_code external_id
    """,
    "name": """
     名称 客户名称 客户全称 客户 客户名 往来单位 往来单位名称 name customer_name customer client_name
     account_name
    """,
    KIND: """
     类别 客户类别 客户类型 客户性质 主体类型 个人/企业 企业/个人 person_or_company customer_kind customer_type
     account_type
    """,
    "region": """
     地区 所在地区 区域 所属地区 所属区域 所在区域 省市 省市区 省/市 所在省市 所在地 城市 所在城市 region area
     city
    """,
    "address": """
     地址 住址 联系地址 家庭住址 家庭地址 通讯地址 通信地址 公司地址 单位地址 企业地址 办公地址 经营地址
     详细地址 居住地址 现住址 收货地址 邮寄地址 客户地址 address street_address mailing_address
    """,
    "mobile": """
     手机 手机号 手机号码 手机1 手机号1 移动电话 行动电话 手机电话 联系手机 联系手机号 联系人手机 联系人手机号
     联系人手机号码 客户手机 客户手机号 本人手机 mobile cell mobile_phone mobile_number mobile_no cell_phone
     cellphone
    """,
    "phone": """
     电话 电话1 固定电话 固定电话号码 固话 座机 座机号 座机号码 办公电话 办公室电话 公司电话 家庭电话 住宅电话
     企业电话 phone telephone tel phone_number landline office_phone
    """,
    MOBILE_OR_PHONE: """
     联系方式 联系方式1 联系电话 联系电话1 联系号码 电话号码 联系人电话 联系人联系方式 客户电话 客户联系方式
     手机/电话 电话/手机 手机或电话 手机或座机 contact_number contact_phone contact phone/mobile mobile/phone
    """,
    "email": """
     邮箱 邮箱地址 电子邮箱 电子邮件 电子邮件地址 电子信箱 邮件 邮件地址 电邮 联系邮箱 联系人邮箱 客户邮箱
     email e_mail mail email_address
    """,
    OWNER: """
     客户负责人 客户归属 归属 归属人 归属员工 归属业务员 所有人 客户所有人 业务员 所属业务员 所属销售 销售员 销售人员
     销售代表 客户经理 跟进人 跟进人员 owner owner_name belongs_to account_owner salesperson sales_rep
     account_manager
    """,
}
_PERSON = {
    "name": "姓名 客户姓名 会员姓名 顾客姓名 用户姓名 中文姓名 名字 全名 full_name person person_name",
    "sex": "性别 客户性别 sex gender",
    "birth_date": "出生日期 生日 客户生日 出生年月日 出生时间 birth_date date_of_birth birthday birthdate dob",
    "marital_status": "婚姻状况 婚姻状态 婚姻情况 婚姻 婚否 婚况 marital_status marital",
    "employer": "单位 工作单位 单位名称 就职单位 所在单位 任职单位 任职公司 就职公司 所在公司 employer workplace",
    "employer_phone": "单位电话 工作单位电话 工作电话 单位联系电话 employer_phone work_phone",
    "hobbies": "爱好 兴趣 兴趣爱好 个人爱好 业余爱好 客户爱好 hobbies hobby interests",
    "background": "背景 背景信息 背景资料 个人背景 客户背景 个人简介 background",
}
_COMPANY = {
    "name": """
     企业名称 企业全称 公司名称 公司全称 公司 企业 单位名称 单位全称 客户单位 机构名称 商户名称 company
     company_name
    """,
    "industry": "行业 所属行业 行业类别 行业类型 行业分类 所在行业 从事行业 客户行业 industry sector",
    "person_in_charge": """
     负责人 联系人 联系人姓名 主要联系人 首要联系人 法人 法人代表 法定代表人 企业负责人 公司负责人 主要负责人
     person_in_charge contact_person contact_name manager legal_representative
    """,
    "founded_on": """
     成立时间 成立日期 企业成立时间 公司成立时间 创立时间 创立日期 founded_on founded founding_date established
    """,
    "dealings_since": """
     往来起始日期 商务往来建立时间 商业往来建立时间 业务往来建立时间 建立时间 合作开始时间 合作开始日期 开始合作时间
     开始合作日期 首次合作时间 首次合作日期 合作时间 dealings_since customer_since
    """,
    "dealings_notes": """
     往来备注 商业往来信息 商务往来信息 业务往来信息 往来信息 往来情况 业务往来情况 合作情况 dealings_notes dealings
    """,
}
_TRANSACTION = {
    "external_id": """
     交易编号 交易号 交易单号 交易流水号 单号 单据编号 单据号 单据号码 订单号 订单编号 订单号码 销售单号
     销售订单号 出库单号 业务单号 流水号 编号 transaction_id transaction_no external_id id order_id order_no
     order_number number
    """,
    "customer_code": """
     客户编号 客户编码 客户代码 客户号 客户id 会员号 会员编号 会员卡号 往来单位编号 往来单位编码 购货单位编码
     系统编号 客户 往来单位 customer_code customer_id customer_no customer_number client_code guanxi_code
     customer code
    """,
    KIND: "类型 交易类型 交易类别 业务类型 业务类别 单据类型 订单类型 kind type transaction_type",
    "occurred_on": """
     日期 交易日期 交易时间 发生日期 发生时间 业务日期 单据日期 开单日期 订单日期 订单时间 下单日期 下单时间
     销售日期 出库日期 成交日期 成交时间 购买日期 购买时间 消费日期 消费时间 occurred_on date transaction_date
     order_date
    """,
    "quantity": """
     数量 业务量 件数 购买数量 购买件数 销售数量 订单数量 交易数量 成交数量 出库数量 商品数量 实发数量 quantity
     qty count
    """,
    "amount": """
     金额 交易金额 交易额 业务金额 总金额 金额合计 合计金额 总价 订单金额 订单总额 订单总金额 开票金额 含税金额
     价税合计 销售金额 销售额 成交金额 成交额 购买金额 消费金额 实付金额 实收金额 amount total total_amount
     order_amount sum
    """,
    "product": "产品 产品名称 商品 商品名称 品名 货品名称 物料名称 存货名称 项目名称 product product_name item goods",
    "void": "作废 已作废 是否作废 作废标志 是否取消 void cancelled canceled",
}
_NUMBERS = {"quantity": COUNT, "amount": MONEY}


def _merged(*tables: Mapping[str, str]) -> dict[str, str]:
    """field -> its headings: those of the first table come first, which has a heading that several fields know."""
    fields: dict[str, str] = {}
    for table in tables:
        for field, headings in table.items():
            fields[field] = f"{fields[field]} {headings}" if field in fields else headings
    return fields


def _customers(table: Mapping[str, str]) -> Headings:
    return Headings(_merged(table, _EITHER), own=(*FLAW_COLUMNS, *_KEPT), yields=("客户", "customer"))


HEADINGS = {
    ImportKind.PERSONS: _customers(_PERSON),
    ImportKind.COMPANIES: _customers(_COMPANY),
    ImportKind.TRANSACTIONS: Headings(
        _TRANSACTION, of=_NUMBERS, own=FLAW_COLUMNS, yields=("客户", "往来单位", "customer", "code", "系统编号")
    ),
}


def fields_of(kind: ImportKind) -> list[str]:
    """The fields that a column can be mapped to."""
    return list(HEADINGS[settle_kind(kind, ())].fields)


def is_known(cell: str) -> bool:
    """Whether a cell is the heading of a column that some kind of file has."""
    return any(headings.is_known(cell) for headings in HEADINGS.values())


def has_known_headings(line: Sequence[str]) -> bool:
    """Whether a line of a file is the one with its headings."""
    return known.has_known_headings(line, HEADINGS.values())


def settle_kind(kind: ImportKind, headings: Sequence[str]) -> ImportKind:
    """Persons or companies, when only ``customers`` was said: whichever knows more of the headings; persons when both
    know the same."""
    if kind is not ImportKind.CUSTOMERS:
        return kind
    own = {
        kind: sum(HEADINGS[kind].is_known(heading) for heading in headings)
        for kind in (ImportKind.PERSONS, ImportKind.COMPANIES)
    }
    return max(own, key=lambda kind: own[kind])


def columns_of(kind: ImportKind, headings: Sequence[str]) -> list[Column]:
    """What each column of a file means, as far as its heading says so."""
    former = len(_FORMER_FLAW_COLUMNS)
    if list(headings[:former]) != _FORMER_FLAW_COLUMNS:
        return HEADINGS[kind].assign(headings)
    own = [Column(heading, note=ColumnNote.OWN_COLUMN) for heading in headings[:former]]
    return [*own, *HEADINGS[kind].assign(headings[former:])]


def guess_mapping(kind: ImportKind, headings: Sequence[str]) -> dict[str, str | None]:
    """Heading -> field, as far as the headings are known; each field at most once, the first column has it."""
    return {column.heading: column.field for column in columns_of(kind, headings)}


def notes_of(
    kind: ImportKind, headings: Sequence[str], mapping: Mapping[str, str | None]
) -> list[tuple[str, ColumnNote, str]]:
    """What there is to say of columns: heading, note, and its unit, factor or the other columns. A factor is that of
    the field that the column is mapped to."""
    notes: list[tuple[str, ColumnNote, str]] = []
    for column in columns_of(kind, headings):
        field = mapping.get(column.heading)
        if field:
            as_mapped = HEADINGS[kind].read_as(column.heading, field)
            if as_mapped.note:
                notes.append((column.heading, as_mapped.note, as_mapped.about))
        if column.note is ColumnNote.TWO_COLUMNS or (column.note and not field):
            notes.append((column.heading, column.note, column.about))
    return notes


def factor_of(kind: ImportKind, heading: str, field: str) -> Decimal:
    """What the numbers of a column are multiplied by, when it is mapped to a field."""
    return HEADINGS[kind].read_as(heading, field).factor


def unique_headings(cells: Sequence[str]) -> list[str]:
    """The headings of a file, each once: an empty one is called by its place, a repeated one gets its count."""
    seen: dict[str, int] = {}
    headings = []
    for place, cell in enumerate(cells, start=1):
        heading = " ".join(cell.split()) or f"#{place}"
        seen[heading] = seen.get(heading, 0) + 1
        headings.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return headings
