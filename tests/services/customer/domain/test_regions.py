"""Regions as people say them."""

from __future__ import annotations

import pytest

from services.customer.domain.regions import short_region


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("广东省", "广东"),
        ("北京市", "北京"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", "香港"),
        ("延边朝鲜族自治州", "延边"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("东乡族自治县", "东乡族"),
        ("神农架林区", "神农架"),
        ("大兴安岭地区", "大兴安岭"),
        ("城区", "城区"),
        ("Berlin", "Berlin"),
    ],
)
def test_a_region_is_said_without_its_rank(name: str, said: str) -> None:
    assert short_region(name) == said
