"""Units of amounts and quantities in Chinese offices: how many of ours one of theirs is."""

from __future__ import annotations

from decimal import Decimal

MONEY, COUNT, ANY = "money", "count", "any"
"""What a number is of: yuan, pieces, or either."""

_TIMES = {
    "": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000,
    "亿": 100_000_000, "十亿": 1_000_000_000, "百亿": 10_000_000_000, "万亿": 1_000_000_000_000,
}  # fmt: skip
_ENGLISH = {"k": 1_000, "thousand": 1_000, "million": 1_000_000, "mn": 1_000_000, "billion": 1_000_000_000}
_YUAN = ("元", "圆", "块", "元整", "元人民币", "人民币元", "人民币", "rmb", "cny", "yuan", "¥")
_PIECES = (
    "件", "个", "台", "套", "只", "份", "次", "张", "支", "本", "条", "把", "块", "枚", "笔", "pcs", "pc", "piece",
    "pieces", "ea", "unit", "units",
)  # fmt: skip
_OTHERS = """
美元 美金 usd us$ $ 欧元 eur € 英镑 gbp £ 日元 日圆 jpy 港元 港币 hkd hk$ 台币 新台币 twd nt$ 澳元 aud 加元 cad 韩元
krw 新元 sgd 卢布 rub 外币 原币 kg 公斤 千克 吨 t 克 g 斤 两 mg 磅 lb 米 m 千米 公里 km 厘米 cm 毫米 mm 平方米 平米 m2
㎡ 立方米 m3 升 l 毫升 ml 箱 盒 打 包 袋 桶 瓶 卷 托 吨公里 小时 工时 h 天 人天 人次 % 百分比 个百分点 元/件 元/个
元/台 元/kg 元/吨 万美元 千美元 百万美元 亿美元 万港元 万欧元 万日元 不含税 未税 税后 税前
"""
OTHERS = frozenset(_OTHERS.split())
"""Units that are none of ours, known so that a column of them is named, not taken."""


def _scales(units: tuple[str, ...]) -> dict[str, Decimal]:
    scales = {times + unit: Decimal(factor) for times, factor in _TIMES.items() for unit in units}
    scales |= {f"{times} {unit}": Decimal(factor) for times, factor in _ENGLISH.items() for unit in units}
    scales |= {f"{unit} {times}": Decimal(factor) for times, factor in _ENGLISH.items() for unit in units}
    bare = {times: Decimal(factor) for times, factor in (_TIMES | _ENGLISH).items() if times}
    return scales | bare


SCALES = {
    MONEY: _scales(_YUAN) | {"角": Decimal("0.1"), "分": Decimal("0.01"), "毛": Decimal("0.1"), "fen": Decimal("0.01")},
    COUNT: _scales(_PIECES),
}
SCALES[ANY] = {unit: factor for unit, factor in SCALES[MONEY].items() if SCALES[COUNT].get(unit) == factor}


def scale_of(unit: str, of: str) -> Decimal | None:
    """How many yuan (of MONEY) or pieces (of COUNT) one of a unit is; of ANY only 万, 亿 and the like are known. None
    for a unit that is none of these. The unit comes half width and Simplified."""
    return SCALES[of].get(unit.strip().casefold())
