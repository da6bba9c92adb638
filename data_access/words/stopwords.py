"""Words that hold sentences together and tell nothing of their own."""

from __future__ import annotations

_ENGLISH = """
a about above after again all also am an and any are aren't as at be because been before being below between both but by can
can't cannot could couldn't did didn't do does doesn't doing don't down during each else even ever every few for from further
get gets getting got had hadn't has hasn't have haven't having he her here hers herself him himself his how i i'd i'll i'm i've
if in into is isn't it its itself just let like ll made make many may me might more most much must my myself no nor not now of
off on once one only or other our ours out over own per please put quite rather re really said same say see she should
shouldn't since so some still such than that the their theirs them then there these they they're this those though through
thus to too under until up upon us use used using ve very want was wasn't we we're we've well went were weren't what when
where whether which while who whom whose why will with within without won't would wouldn't yet you you'd you'll you're your
yours
"""
_CHINESE = """
一个 一些 一直 一样 不是 不能 不会 不过 为了 什么 他们 但是 你们 可以 可是 因为 如果 就是 已经 应该
怎么 总是 我们 所以 所有 有点 没有 然后 现在 自己 觉得 这个 这样 这里 还是 还有 那个 那么 那样 那里
都是 非常 真的 很多 时候 时间 只是 的话 而且 或者 虽然 只能
"""
STOP_WORDS = frozenset((_ENGLISH + _CHINESE).split())
