"""Made-up customers and what they buy: the same every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉玲建华志鹏宇婷欣雪晨浩然子轩梓涵诗雨佳怡思琪俊凯博雅"
REGIONS = (
    "北京市",
    "上海市",
    "浙江省杭州市",
    "江苏省苏州市",
    "广东省深圳市",
    "四川省成都市",
    "湖北省武汉市",
    "陕西省西安市",
)
STREETS = ("人民路", "建设路", "解放大道", "中山路", "长江路", "和平街", "文化路", "新华街")
INDUSTRIES = ("信息技术", "制造业", "批发和零售业", "建筑业", "教育", "卫生", "金融业", "住宿和餐饮业")
BRANDS = "华东瑞安泰兴海天鼎盛中科蓝天远大恒通博雅金石同创新锐百川四方联合永康宏达凌云盛世"
TRADES = ("科技", "贸易", "机械", "电子", "食品", "建材", "医疗器械", "教育咨询", "物流", "餐饮管理")
HOBBIES = ("羽毛球", "摄影", "茶艺", "围棋", "登山", "书法", "烹饪", "")
PRODUCTS = ("标准服务", "专业服务", "耗材", "配件", "年度维保", "上门安装")
PERSONS, COMPANIES = 1_500, 500
OWNERS = {"孙磊": 30, "吴倩": 25, "赵敏": 5, "王芳": 20, "刘洋": 20}
"""Whose the customers are, with their shares in percent: sales, their department manager, customer service."""


@dataclass(frozen=True)
class Prospect:
    """A customer to be: its own number, its fields, and how often it buys."""

    external_code: str
    kind: str
    name: str
    row: dict[str, str]
    appetite: float


def prospects(random: Random) -> list[Prospect]:
    """About 2,000 customers; a few buy much and often, most a little now and then."""
    made = [_person(random, number) for number in range(1, PERSONS + 1)]
    made += [_company(random, number) for number in range(1, COMPANIES + 1)]
    for prospect in made:
        [prospect.row["客户归属"]] = random.choices(list(OWNERS), list(OWNERS.values()))
    return made


def as_csv(rows: list[Prospect]) -> bytes:
    """A file as a spreadsheet would save it: Chinese headings, UTF-8 with a byte order mark."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0].row))
    writer.writeheader()
    writer.writerows(prospect.row for prospect in rows)
    return out.getvalue().encode("utf-8-sig")


def transactions(random: Random, customers: list[Prospect], today: date) -> Iterator[dict[str, Any]]:
    """Two years of business, as an ERP would report it. What is returned was sold before."""
    number = 0
    for customer in customers:
        sold: list[tuple[date, int, float, str]] = []
        for _ in range(int(random.expovariate(1.0) * customer.appetite) + 1):
            number += 1
            quantity = 1 + int(random.expovariate(0.35))
            price = round(random.lognormvariate(4.4, 0.7), 2)
            day, product = today - timedelta(days=random.randrange(730)), random.choice(PRODUCTS)
            returned = bool(sold) and random.random() < 0.02
            if returned:
                first, most, price, product = random.choice(sold)
                day, quantity = first + (today - first) * random.random(), min(quantity, most)
            else:
                sold.append((day, quantity, price, product))
            yield {
                "external_id": f"D{number:06d}",
                "customer_code": customer.external_code,
                "kind": "return" if returned else random.choice(("sale", "sale", "sale", "service")),
                "occurred_on": day.isoformat(),
                "quantity": -quantity if returned else quantity,
                "amount": f"{-quantity * price if returned else quantity * price:.2f}",
                "product": product,
            }


def _person(random: Random, number: int) -> Prospect:
    name = random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=random.choice((1, 2, 2))))
    born = date(1950, 1, 1) + timedelta(days=random.randrange(20_000))
    region = random.choice(REGIONS)
    code = f"D{number:05d}"
    row = {
        "编号": code,
        "姓名": name,
        "性别": random.choice("男女"),
        "出生日期": born.isoformat(),
        "婚姻状况": random.choice(("已婚", "未婚", "")),
        "单位": f"{random.choice(BRANDS)}{random.choice(BRANDS)}{random.choice(TRADES)}公司",
        "住址": f"{region}{random.choice(STREETS)}{random.randrange(1, 300)}号",
        "地区": region,
        "手机": f"13{random.randrange(10**8, 10**9)}",
        "邮箱": f"{code.lower()}@example.com",
        "爱好": random.choice(HOBBIES),
    }
    return Prospect(code, "person", name, row, random.choice((1, 1, 2, 3, 5, 14)))


def _company(random: Random, number: int) -> Prospect:
    region = random.choice(REGIONS)
    name = f"{region[-3:-1]}{''.join(random.sample(BRANDS, 2))}{random.choice(TRADES)}有限公司"
    code = f"Q{number:05d}"
    row = {
        "编号": code,
        "企业名称": name,
        "负责人": random.choice(SURNAMES) + random.choice(GIVEN),
        "联系方式": f"138{random.randrange(10**7, 10**8)}",
        "行业": random.choice(INDUSTRIES),
        "地区": region,
        "商务往来建立时间": (date(2005, 1, 1) + timedelta(days=random.randrange(7_000))).isoformat(),
        "商业往来信息": "每季度回访一次。",
    }
    return Prospect(code, "company", name, row, random.choice((2, 4, 8, 30)))
