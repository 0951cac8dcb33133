"""Surnames that are read otherwise than the same characters elsewhere: 曾 zeng, 单 shan, 仇 qiu, 尉迟 yu chi.

The libraries of pinyin know how a character is read in words, and have no list of these.
"""

from __future__ import annotations

from collections.abc import Mapping

_ONE = """
曾 zeng  单 shan  仇 qiu  区 ou  解 xie  查 zha  朴 piao  盖 ge/gai  乐 yue/le  任 ren  华 hua  缪 miao
种 chong  秘 bi/mi  冼 xian  洗 xian  折 she/zhe  黑 he/hei  员 yun  贠 yun  牟 mu/mou  召 shao/zhao  翟 zhai/di
覃 qin/tan  祭 zhai/ji  宓 mi/fu  车 che  都 du  柏 bai/bo  繁 po  隗 wei/kui  莘 shen/xin  谌 chen/shen
令 ling  费 fei/bi  角 jue  隽 juan/jun  能 nai  那 na/nuo  冒 mao/mo  炅 gui  郇 xun/huan  晟 cheng/sheng
句 gou  勾 gou  卜 bu  乜 nie  么 yao  幺 yao  尉 wei/yu  阚 kan  瞿 qu  逄 pang  撒 sa  佘 she  厍 she  殳 shu
仝 tong  庹 tuo  褚 chu  葛 ge  纪 ji  盛 sheng  石 shi  沈 shen  叶 ye  余 yu  於 yu  俞 yu  臧 zang  占 zhan
行 xing  藏 zang/cang  强 qiang/jiang  万 wan  宁 ning  甯 ning  应 ying  燕 yan  相 xiang  要 yao  过 guo
哈 ha  重 chong  朝 chao/zhao  晁 chao  郗 xi/chi  郄 qie/xi  郤 xi  亓 qi  仉 zhang  佴 nai  啜 chuai  谯 qiao
綦 qi  蔚 yu/wei  眭 sui  睢 sui  降 jiang  宿 su  妫 gui  訾 zi  笮 ze  贲 ben  蕃 pi  盍 he  逯 lu  麴 qu
曲 qu  祢 mi  芈 mi  昝 zan  缴 jiao  恽 yun  呙 guo  戚 qi  茜 qian/xi  枞 cong  合 he  度 du  贾 jia  翁 weng
长 chang/zhang  教 jiao  干 gan  曹 cao  柯 ke  颉 xie/jie
"""
_TWO = """
尉迟 yu chi  万俟 mo qi  长孙 zhang sun  单于 chan yu  澹台 tan tai  令狐 ling hu  鲜于 xian yu  淳于 chun yu
宰父 zai fu  濮阳 pu yang  皇甫 huang fu  公冶 gong ye  亓官 qi guan  拓跋 tuo ba  拓拔 tuo ba  呼延 hu yan
赫连 he lian  慕容 mu rong  司徒 si tu  司空 si kong  司马 si ma  司寇 si kou  欧阳 ou yang  上官 shang guan
诸葛 zhu ge  夏侯 xia hou  闻人 wen ren  东方 dong fang  西门 xi men  南宫 nan gong  独孤 du gu  宇文 yu wen
公孙 gong sun  仲孙 zhong sun  轩辕 xuan yuan  钟离 zhong li  端木 duan mu  百里 bai li  东郭 dong guo
南门 nan men  申屠 shen tu  太叔 tai shu  叔孙 shu sun  宗政 zong zheng  乐正 yue zheng  漆雕 qi diao
公羊 gong yang  谷梁 gu liang  段干 duan gan  羊舌 yang she  微生 wei sheng  梁丘 liang qiu  左丘 zuo qiu
东门 dong men  第五 di wu  纳兰 na lan  完颜 wan yan  耶律 ye lü  吐谷浑 tu yu hun  尔朱 er zhu  贺兰 he lan
哥舒 ge shu  屈突 qu tu  仆固 pu gu  可频 ke pin  阿史那 a shi na  贺若 he ruo  斛律 hu lü  叱干 chi gan
契苾 qi bi
"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    words = table.split()
    found: dict[str, list[str]] = {}
    for word in words:
        if not word.isascii() and "ü" not in word:
            found[word] = []
            name = word
        else:
            found[name].append(word.replace("ü", "v"))
    return {name: _ways(syllables) for name, syllables in found.items()}


def _ways(syllables: list[str]) -> tuple[str, ...]:
    """``zeng`` and ``ge/gai`` of a surname of one character; the syllables of a longer one."""
    return tuple(syllables[0].split("/")) if len(syllables) == 1 else (" ".join(syllables),)


SURNAMES: Mapping[str, tuple[str, ...]] = _read(_ONE) | _read(_TWO)
"""A surname -> how it is read, the usual way first; syllables with spaces between them."""

LONGEST = max(map(len, SURNAMES))


def surname_of(name: str) -> str:
    """The surname of the list that a person's name begins with, the longest one; '' when it is none of these, or when
    nothing follows it."""
    lengths = range(min(LONGEST, len(name) - 1), 0, -1)
    return next((name[:length] for length in lengths if name[:length] in SURNAMES), "")
