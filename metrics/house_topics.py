"""The topics the product comes with, in English and Chinese: what service companies are praised and blamed for."""

from __future__ import annotations

from metrics.saying import word
from metrics.topics import Topic

TOPICS = (
    Topic(word("Waiting time"), (
        "wait*", "queue*", "queuing", "in line", "on hold", "slow", "slowly", "delay*", "too long", "for ages", "took forever",
        "within a minute", "half an hour", "quick", "quickly", "fast", "nobody picked up",
        "等了", "等待", "等太久", "不用等", "排队", "太久", "很慢", "太慢", "很快", "没人接", "一分钟内",
    ), "I waited half an hour in the queue."),
    Topic(word("Staff"), (
        "staff", "agent*", "adviser*", "advisor*", "employee*", "colleague*", "representative*", "clerk*", "rude", "polite",
        "friendly", "unfriendly", "did not listen", "taken seriously", "person I spoke to",
        "客服", "态度", "工作人员", "顾问", "员工", "店员", "受到重视", "转来转去",
    ), "The adviser was friendly and knew the answer."),
    Topic(word("Price"), (
        "price*", "pricing", "expensive", "overpriced", "cheap*", "cost", "costs", "costly", "value for money", "discount*",
        "价格", "太贵", "便宜", "性价比", "优惠", "涨价",
    ), "Too expensive for what it is."),
    Topic(word("Billing and payment"), (
        "bill", "bills", "billed", "billing", "invoice*", "charge*", "overcharge*", "refund*", "paid back", "payment*", "pay",
        "账单", "扣费", "扣了", "多扣", "重复扣", "退款", "退了", "付款", "付不了款", "费用", "发票",
    ), "I was charged twice."),
    Topic(word("App and website"), (
        "app", "apps", "website*", "web site*", "web page*", "online", "log in", "login", "logging in", "logging me out",
        "password*", "screen", "screens", "应用", "网站", "网页", "登录", "退出登录", "界面", "小程序", "密码",
    ), "The app keeps logging me out."),
    Topic(word("Chatbot"), (
        "bot", "bots", "chatbot*", "chat bot*", "virtual assistant*", "talk to a human", "机器人", "智能客服", "人工客服",
    ), "The chatbot did not understand my question."),
    Topic(word("Delivery"), (
        "deliver*", "undelivered", "shipping", "shipped", "shipment*", "parcel*", "package*", "courier*", "tracking",
        "快递", "配送", "送货", "物流", "包裹", "发货", "收货",
    ), "My parcel never arrived, though the tracking says delivered."),
    Topic(word("Quality"), (
        "quality", "broken", "broke", "defect*", "faulty", "damaged", "stopped working", "does not work", "doesn't work",
        "质量", "坏了", "破损", "故障", "用不了",
    ), "Poor quality, it broke after a week."),
    Topic(word("Communication"), (
        "called me back", "call back", "called back", "no reply", "no answer", "never answered", "inform*", "explain*",
        "unclear", "confus*", "understand", "kept their promise", "as promised",
        "回电", "沟通", "通知", "解释", "回复", "看不懂", "听不懂", "说好", "说到做到",
    ), "Nobody called me back as promised."),
    Topic(word("Solution and repair"), (
        "solve*", "solving", "unsolved", "resolv*", "unresolved", "repair*", "fix", "fixed", "sorted out", "second time",
        "start again", "still not", "解决", "修好", "维修", "处理好", "第二次", "重来",
    ), "My problem is still not solved."),
    Topic(word("Opening hours"), (
        "opening hours", "opening times", "open late", "opens", "closed", "closes", "closing time", "weekend*",
        "营业时间", "开门", "关门", "周末",
    ), "Closed at the weekend, when I have the time."),
    Topic(word("Cleanliness"), (
        "clean", "cleaner", "cleaned", "cleanliness", "unclean", "dirty", "filthy", "smell*", "toilet*", "restroom*",
        "bathroom*", "干净", "卫生", "肮脏", "很脏", "洗手间", "厕所",
    ), "The restrooms were dirty."),
)  # fmt: skip
