"""Words become scores on their scale, and only when all of them belong to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.importing.header_labels import SaidScale, reversed_labels, said_scale
from data_access.importing.likert import SCALES, polarity, scale_of
from data_access.importing.no_answer import no_answer

_FULL = {
    "satisfaction": ["Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied"],
    "agreement": ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly Agree"],
    "likelihood": ["Very unlikely", "Somewhat unlikely", "Neutral", "Somewhat likely", "Very likely"],
    "ease": ["Extremely difficult", "Somewhat difficult", "Neither easy nor difficult", "Somewhat easy", "Extremely easy"],
    "quality": ["Poor", "Fair", "Good", "Very good", "Excellent"],
    "frequency": ["Never", "Rarely", "Sometimes", "Often", "Always"],
    "importance": ["Not at all important", "Not so important", "Somewhat important", "Very important", "Extremely important"],
}
_CHINESE = [
    ["非常不满意", "不满意", "一般", "满意", "非常满意"],
    ["很不满意", "不太满意", "一般", "比较满意", "很满意"],
    ["非常不同意", "不同意", "中立", "同意", "非常同意"],
    ["从不", "很少", "有时", "经常", "总是"],
    ["很差", "较差", "一般", "较好", "很好"],
    ["非常不容易", "不容易", "一般", "容易", "非常容易"],
]
_SEVEN = [
    ["非常不满意", "不满意", "比较不满意", "一般", "比较满意", "满意", "非常满意"],
    ["Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree", "Somewhat agree", "Agree",
     "Strongly agree"],
    ["Extremely dissatisfied", "Moderately dissatisfied", "Slightly dissatisfied", "Neutral", "Slightly satisfied",
     "Very satisfied", "Extremely satisfied"],
]  # fmt: skip


@pytest.mark.parametrize("words", [*_FULL.values(), *_CHINESE, *_SEVEN])
def test_a_whole_scale_is_read_from_worst_to_best(words: list[str]) -> None:
    found = scale_of(words[::-1], 40)
    assert found is not None
    assert dict(found.scores) == {word: i for i, word in enumerate(words, 1)}
    assert (found.top, found.unused, found.rival) == (len(words), (), 0)


@pytest.mark.parametrize(("family", "words"), _FULL.items())
def test_a_scale_knows_its_family_and_its_unused_steps(family: str, words: list[str]) -> None:
    found = scale_of([words[0], words[1], words[4]], 40)
    assert found is not None
    assert (found.family, found.top) == (family, 5)
    assert sorted(score for _, score in found.unused) == [3, 4]


def test_without_a_middle_only_after_enough_answers() -> None:
    four = ["Very likely", "Somewhat likely", "Somewhat unlikely", "Very unlikely"]
    few, many = scale_of(four, 20), scale_of(four, 500)
    assert few is not None and many is not None
    assert (few.top, many.top) == (5, 4)
    two = scale_of(["Very satisfied", "Very dissatisfied"], 500)
    assert two is not None and two.top == 5, "two words are no reason to take the steps between them away"


def test_words_of_two_scales_leave_a_doubt() -> None:
    found = scale_of(["Agree", "Strongly agree", "Neutral"], 40)
    assert found is not None
    assert (found.top, found.rival) == (5, 7)


@pytest.mark.parametrize(
    "words",
    [
        ["Yes", "No"],
        ["Male", "Female"],
        ["Good"],
        ["Agree", "Blue"],
        ["Email", "Phone", "Chat"],
        ["Satisfied", "Agree"],
        ["1", "2"],
    ],
)
def test_other_words_are_no_scale(words: list[str]) -> None:
    assert scale_of(words, 100) is None


@given(st.sampled_from(SCALES), st.randoms(use_true_random=False))
def test_scores_keep_the_order_of_any_scale(scale, chance) -> None:  # type: ignore[no-untyped-def]
    words = [level[0] for level in scale.levels]
    chance.shuffle(words)
    found = scale_of(words, 1_000)
    assert found is not None
    order = {level[0]: i for i, level in enumerate(scale.levels)}
    ranked = sorted(found.scores, key=lambda pair: pair[1])
    assert [word for word, _ in ranked] == sorted(words, key=lambda w: order[w])
    assert {1, len(scale.levels)} <= {score for _, score in found.scores}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Where 5 is completely met expectations and 1 is did not meet expectations? *", SaidScale(1, 5, False)),
        ("Satisfaction (1 = very satisfied, 5 = very dissatisfied)", SaidScale(1, 5, True)),
        ("quickly?10 - strongly agree, 1 - strongly disagree.", SaidScale(1, 10, False)),
        ("您的满意度(1表示非常满意,5表示非常不满意)", SaidScale(1, 5, True)),
        ("Rate us on a scale from 0 to 10", SaidScale(0, 10)),
        ("Rate us (1-5)", SaidScale(1, 5)),
        ("Age (18-25)", None),
        ("2. Product - 3. Quality", None),
        ("Waiting (5-10 min)", None),
    ],
)
def test_what_a_question_says_of_its_own_scale(name: str, said: SaidScale | None) -> None:
    assert said_scale(name) == said


def test_labels_prove_the_direction() -> None:
    assert reversed_labels([(1, "very satisfied"), (5, "very dissatisfied")]) is True
    assert reversed_labels([(5, "very satisfied"), (1, "very dissatisfied")]) is False
    assert reversed_labels([(5, "blue"), (1, "very dissatisfied")]) is None
    assert (polarity("very happy"), polarity("not at all likely"), polarity("Tuesday")) == (1, -1, 0)


@pytest.mark.parametrize(
    "cell", ["N/A", "n/a.", "BLANK", "Don’t know", "don't know", "(跳过)", "（空）", "Prefer not to say", "不适用", "不清楚"]
)
def test_words_for_no_answer(cell: str) -> None:
    assert no_answer(cell)


@pytest.mark.parametrize("cell", ["0", "Neutral", "一般", "no", "Never", "Yes"])
def test_answers_are_no_words_for_none(cell: str) -> None:
    assert not no_answer(cell)
