"""Made-up feedback and complaints."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from ops.demo.people import Prospect

CASES = 300
PRAISE = (
    "送货很快，师傅态度也好，下次还会再来。",
    "安装师傅很专业，讲解得清楚。",
    "客服回复及时，问题当天就解决了，谢谢！",
    "希望能增加周末的上门时间。",
    "包装很仔细，建议多一些环保材料。",
)
COMPLAINTS = (
    "说好上午到，结果等到晚上八点才送来，也没有电话通知。",
    "收到的配件型号不对，要求换货已经三天没有答复。",
    "发票金额与合同不一致，请尽快更正。",
    "设备用了两周就出故障，维修来了两次都没修好。",
    "电话打了四次都没有人接，非常失望。",
)
REPLIES = ("感谢您的反馈，我们已经转告同事，欢迎随时再联系。", "谢谢您的建议，我们会认真考虑。")
CONTACTS = (
    "电话回访，设备运行正常，下月有补货计划。",
    "上门拜访，了解明年的需求，已带上新的报价单。",
    "节日问候，客户表示满意，没有未结的问题。",
    "电话确认交货时间和联系人，没有变动。",
)
OUTCOMES = ("已换货并致歉。", "已更正发票并寄出。", "已补偿一次免费上门服务。", "已向客户解释原因，客户表示理解。")
REPORT_WORDS = {
    "what_happened": "近三十天的投诉**集中在上门安装和配送**，周末最多。\n\n潜力型与 VIP 客户的投诉均已专人跟进。",
    "why": "1. 周末值班人手不足，电话等待时间长\n2. 配送改期后没有及时告知客户",
    "proposal": "- 周末增加一名值班人员\n- 改期当天由客服**主动致电**\n- 下月报告中对照检查效果",
}
RESULTS = ("satisfied", "compensated", "explained", "satisfied")


def cases(random: Random, customers: list[Prospect], now: datetime) -> list[dict[str, Any]]:
    """Cases of the last two months, most of them of the last days, the latest a few hours old."""
    made = []
    for number in range(1, CASES + 1):
        complaint = random.random() < 0.55
        made.append(
            {
                "external_id": f"DEMO-{number:04d}",
                "customer_code": random.choice(customers).external_code,
                "kind": "complaint" if complaint else "feedback",
                "channel": random.choice(("phone", "email", "web", "visit", "chat")),
                "content": random.choice(COMPLAINTS if complaint else PRAISE),
                "received_at": (now - timedelta(hours=2 + int(random.random() ** 3 * 24 * 60))).isoformat(),
            }
        )
    return made
