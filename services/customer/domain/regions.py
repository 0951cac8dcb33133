"""Regions as GB/T 2260 names them, and as people say them."""

from __future__ import annotations

ENDINGS = (
    *("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗"),
    *("地区", "林区", "特区", "新区", "省", "市", "盟", "州", "县", "区", "旗"),
)
"""What a name ends with that people leave out, the longer before the shorter."""
PEOPLES = (
    *(
        "蒙古",
        "回",
        "藏",
        "维吾尔",
        "苗",
        "彝",
        "壮",
        "布依",
        "朝鲜",
        "满",
        "侗",
        "瑶",
        "白",
        "土家",
        "哈尼",
        "哈萨克",
        "傣",
        "黎",
    ),
    *(
        "傈僳",
        "佤",
        "畲",
        "高山",
        "拉祜",
        "水",
        "东乡",
        "纳西",
        "景颇",
        "柯尔克孜",
        "土",
        "达斡尔",
        "仫佬",
        "羌",
        "布朗",
        "撒拉",
    ),
    *(
        "毛南",
        "仡佬",
        "锡伯",
        "阿昌",
        "普米",
        "塔吉克",
        "怒",
        "鄂温克",
        "德昂",
        "保安",
        "裕固",
        "京",
        "独龙",
        "鄂伦春",
        "门巴",
        "珞巴",
        "基诺",
    ),
)
"""The peoples whose names stand in autonomous prefectures and counties, between the place and the ending."""
SHORTEST = 2


def short_region(name: str) -> str:
    """A region as people say it: 广东 of 广东省, 延边 of 延边朝鲜族自治州; the name itself where nothing can go."""
    ending = next((each for each in ENDINGS if name.endswith(each)), "")
    rest = name.removesuffix(ending)
    if ending.startswith("自治"):
        rest = _without_peoples(rest)
    return rest if len(rest) >= SHORTEST else name


def _without_peoples(name: str) -> str:
    """The place in front of the peoples: 黔东南 of 黔东南苗族侗族."""
    while True:
        people = next((each for each in PEOPLES if name.endswith(f"{each}族")), "")
        shorter = name.removesuffix(f"{people}族") if people else name
        if not people or len(shorter) < SHORTEST:
            return name
        name = shorter
