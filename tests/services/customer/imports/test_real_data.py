"""Files as they really come: Chinese headings, GBK, dates in several forms, all of it without an error."""

from __future__ import annotations

from tests.services.customer.importing import Imports, lines

PERSONS = "编号,姓名,性别,出生日期,婚姻状况,单位,单位电话,住址,地区,手机,邮箱,爱好,背景信息"
COMPANIES = "编号,企业名称,负责人,联系方式,行业,地区,商务往来建立时间,商业往来信息"


def test_persons_as_the_source_system_writes_them(imports: Imports) -> None:
    batch = imports.bring(
        lines(
            PERSONS,
            "C00002,陈凯,男,1967-02-25,已婚,回龙观,,江苏省淮安县山亭吴路p座,上海市,15144645612,c2@example.com,羽毛球,介绍.",
            "C00003,王岩,女,2000-07-19,,澳士达,010-62341234,,浙江省杭州市,,,茶艺、音乐,",
            "C00004,严瑜,,,离异,,,,,,,,",
        )
    )
    assert (batch["status"], batch["created"], imports.errors(batch)) == ("done", 3, [])
    first, second, third = (imports.author.get(f"/customers/{c['id']}").json for c in imports.customers())
    assert (first["birth_date"], first["marital_status"], first["region"]) == ("1967-02-25", "married", "上海市")
    assert (second["employer_phone"], second["hobbies"]) == ("01062341234", "茶艺、音乐")
    assert (third["sex"], third["birth_date"], third["marital_status"]) == ("", None, "divorced")


def test_companies_as_a_chinese_spreadsheet_saves_them(imports: Imports) -> None:
    batch = imports.bring(
        lines(
            COMPANIES,
            "E00001,智行者有限公司,王婷婷,13843771497,信息技术,四川省成都市,2009/11/09,全部通过.",
            "E00017,都市农人有限公司,李秀华,18672731607,交通运输,上海市,2013/2/6,",
            encoding="gbk",
        )
    )
    assert (batch["kind"], batch["encoding"], batch["created"]) == ("companies", "gb18030", 2)
    first, second = (imports.author.get(f"/customers/{c['id']}").json for c in imports.customers())
    assert (first["dealings_since"], first["person_in_charge"], first["mobile"]) == (
        "2009-11-09",
        "王婷婷",
        "13843771497",
    )
    assert (second["dealings_since"], second["code"][0]) == ("2013-02-06", "C")
