"""Phrases customers' comments are put together from: by language and cause, unhappy and happy."""

from __future__ import annotations

CAUSES = ("waiting", "staff", "app", "chatbot", "billing", "solution", "general")
BAD = {
    "en": {
        "waiting": (
            "I waited far too long before anyone helped me",
            "nearly half an hour in the queue",
            "nobody picked up for ages",
        ),
        "staff": (
            "the person I spoke to did not listen",
            "I was passed from one colleague to the next",
            "not a friendly conversation",
        ),
        "app": (
            "the app froze and I had to start again",
            "payment in the app would not go through",
            "the app keeps logging me out",
        ),
        "chatbot": (
            "the chatbot did not understand my question",
            "the bot sent me in circles",
            "I only wanted to talk to a human",
        ),
        "billing": (
            "my bill is wrong again", "I was charged twice", "the invoice is impossible to understand",
        ),
        "solution": (
            "my problem is still not solved", "I had to come back a second time", "nobody called me back as promised",
        ),
        "general": (
            "this was not what I expect", "a disappointing experience", "too complicated for a simple matter",
        ),
    },
    "zh": {
        "waiting": ("等了太久才有人接待", "排队将近半个小时", "电话一直没人接"),
        "staff": ("客服没有认真听我说", "我被转来转去", "服务态度不太好"),
        "app": ("手机应用卡住了，只能重来", "在应用里付不了款", "应用总是把我退出登录"),
        "chatbot": ("机器人听不懂我的问题", "机器人一直在绕圈子", "我只想找人工客服"),
        "billing": ("账单又出错了", "重复扣了我的费用", "账单完全看不懂"),
        "solution": ("问题还是没有解决", "我不得不来第二次", "说好回电却没有人打来"),
        "general": ("和我的期望差得远", "体验令人失望", "简单的事情办得太复杂"),
    },
}
GOOD = {
    "en": {
        "waiting": (
            "no waiting at all", "I was helped within a minute", "quick from start to finish",
        ),
        "staff": (
            "the adviser was friendly and knew the answer", "very patient staff", "I felt taken seriously",
        ),
        "app": (
            "the app makes it easy", "done in the app in two minutes", "clear screens in the app",
        ),
        "chatbot": (
            "the chatbot found the answer at once", "surprisingly good bot", "handy to get an answer at night",
        ),
        "billing": (
            "my bill was explained clearly",
            "the wrong charge was paid back right away",
            "the invoice is easy to read now",
        ),
        "solution": (
            "solved at the first try", "everything was sorted out", "they kept their promise",
        ),
        "general": ("all good", "happy customer for years", "just as it should be"),
    },
    "zh": {
        "waiting": ("完全不用等", "一分钟内就有人帮我", "从头到尾都很快"),
        "staff": ("顾问很友好，也很专业", "工作人员很有耐心", "感觉受到重视"),
        "app": ("手机应用很方便", "两分钟就在应用里办好了", "应用界面很清楚"),
        "chatbot": ("机器人马上找到了答案", "机器人出乎意料地好用", "晚上也能得到答复，很方便"),
        "billing": ("账单解释得很清楚", "多扣的钱马上退了", "现在的账单容易看懂"),
        "solution": ("一次就解决了", "所有问题都处理好了", "说到做到"),
        "general": ("一切都好", "多年的老客户，很满意", "就应该是这样"),
    },
}
OPENINGS = {
    "en": ("", "", "Honestly, ", "In short: ", "To be fair, ", "Once more: "),
    "zh": ("", "", "说实话，", "总之，", "老实说，", "再说一次："),
}
ENDINGS = {
    "bad": {
        "en": (".", "!", ". Please improve this.", ". I am thinking about leaving.", "! Sadly not the first time."),
        "zh": ("。", "！", "，请改进。", "，我在考虑换一家。", "！可惜不是第一次。"),
    },
    "good": {
        "en": (".", "!", ". Thank you.", ". Keep it up.", ", as always."),
        "zh": ("。", "！", "，谢谢。", "，继续保持。", "，一如既往。"),
    },
}
