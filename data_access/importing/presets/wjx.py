"""问卷星: one export with the answers' texts, one with their codes."""

from __future__ import annotations

import re

from data_access.importing.presets.model import Preset, Shape
from metrics.phrases import phrase

_OPTION = re.compile(r"第\d+题\(.*\)", re.DOTALL)
_NUMBERED = re.compile(r"\d+[、.．].*", re.DOTALL)
_MARKS = (r"序号", r"提交答卷时间")
_SOME = (r"所用时间", r"来源", r"来源详情", r"来自ip")
_ROLES = (("id", "序号"), ("ts", "提交答卷时间"))
_IGNORED = (
    ("所用时间", phrase("how long it took to answer")), ("来源详情", phrase("of the survey tool itself")),
    ("总分", phrase("a sum")),
)  # fmt: skip
_PARTICULARS = r"(?!第\d+题).*(姓名|手机号?码?|电话(号码)?|邮箱|身份证号?码?|微信号?|地址)"
_PERSONAL = (("来自ip", phrase("network addresses")), (_PARTICULARS, phrase("particulars of people")))


def _coded(shape: Shape) -> bool:
    """Choices are columns of their own, or every answered question is a number."""
    if any(_OPTION.fullmatch(p.name) for p in shape.profiles):
        return True
    asked = [p for p in shape.profiles if _NUMBERED.fullmatch(p.name) and p.filled and not p.prose]
    return bool(asked) and all(p.is_number for p in asked)


WJX_CODES = Preset(
    "wjx-codes", phrase("问卷星 (codes)"), "answers", _MARKS, _SOME, 2, _coded,
    roles=_ROLES, ignored=_IGNORED, personal=_PERSONAL, zone="Asia/Shanghai", coded=True, codes=frozenset({-3, -2}),
)  # fmt: skip
WJX_TEXTS = Preset(
    "wjx-texts", phrase("问卷星 (texts)"), "answers", _MARKS, _SOME, 2,
    roles=_ROLES, ignored=_IGNORED, personal=_PERSONAL, zone="Asia/Shanghai", joined=True,
)  # fmt: skip
