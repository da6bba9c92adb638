"""The palette is measured, not believed: differences for every eye, contrast on every ground, one hue per slot."""

from itertools import combinations

import numpy as np
import pytest

from charts.theme import THEMES, colour_of, colours, direction_colours, slots
from metrics.frames import UNKNOWN
from tests.charts.chart_factories import CHANNELS
from tests.charts.colour_science import DEFICIENCIES, cam02, closest, contrast, linear, ucs

GROUNDS = {"light": ("#FFFFFF", "#FBFBFA"), "dark": ("#12151C",)}
BOTH = pytest.mark.parametrize("ground", ["light", "dark"])


def test_cam02_reproduces_the_published_example():
    # Fairchild, Color Appearance Models, CIECAM02 case 1: J 41.73, M 0.1088, h 219.0
    j, m, h = cam02(np.array([19.01, 20.0, 21.78]), np.array([95.05, 100.0, 108.88]), 318.31, 20.0)
    assert (round(float(j), 2), round(float(m), 4), round(float(h), 1)) == (41.73, 0.1088, 219.0)


@BOTH
def test_channel_colours_differ_in_normal_sight(ground):
    gap, one, other = closest(list(THEMES[ground].channels))
    assert gap >= 20, (one, other)


@BOTH
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_channel_colours_differ_for_colour_blind_eyes(ground, deficiency):
    gap, one, other = closest(list(THEMES[ground].channels), deficiency)
    assert gap >= 12, (one, other)


@BOTH
def test_marks_and_texts_stand_out_from_their_ground(ground):
    look = THEMES[ground]
    for paper in GROUNDS[ground]:
        assert all(contrast(c, paper) >= 3 for c in (*look.channels, look.accent))
        assert all(contrast(c, paper) >= 4.5 for c in (look.ink, look.muted, *direction_colours(ground)))


def test_a_slot_keeps_its_hue_on_both_grounds():
    light, dark = (ucs(linear(list(THEMES[g].channels))) for g in ("light", "dark"))
    turn = np.arctan2(light[:, 2], light[:, 1]) - np.arctan2(dark[:, 2], dark[:, 1])
    assert np.abs(np.degrees(np.angle(np.exp(1j * turn)))).max() < 25


@BOTH
@pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])
def test_good_and_bad_news_never_look_alike(ground, deficiency):
    assert closest(list(direction_colours(ground)), deficiency)[0] >= 12


@BOTH
@pytest.mark.parametrize("scale", ["sequential", "diverging"])
def test_scales_are_perceptually_even(ground, scale):
    points = ucs(linear(list(getattr(THEMES[ground], scale))))
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    assert steps.max() / steps.min() < 1.25
    if scale == "sequential":
        assert (np.diff(points[:, 0]) > 0).all() or (np.diff(points[:, 0]) < 0).all()


def test_known_channels_have_slots_of_their_own_however_they_are_written():
    assert len({colour_of(name) for name in (*CHANNELS, "IVR", "Mail")}) == 10
    assert colour_of("E-mail") == colour_of("email") == colour_of(" EMAIL ") == colour_of("电子邮件")


def test_a_colour_does_not_move_with_its_company():
    alone = colours(["Phone"], "light")["Phone"]
    assert colours(["Kiosk", "Phone", "Video"], "light")["Phone"] == alone
    assert slots(["Kiosk", "Video"]) == slots(["Video", "Kiosk"])


def test_no_two_of_ten_names_share_a_colour():
    names = ["Kiosk", "Video", "SMS", "Partner", "Fair", "Field", *CHANNELS[:4]]
    found = colours(names, "dark")
    assert all(found[a] != found[b] for a, b in combinations(names, 2))


def test_unknown_is_grey_and_takes_no_slot():
    found = colours([UNKNOWN, "other", "Phone"], "light")
    assert found[UNKNOWN] == found["other"] == THEMES["light"].context


@BOTH
def test_a_colour_the_house_chose_is_kept_and_others_make_room(ground):
    palette = THEMES[ground].channels
    found = colours(["Phone", "Chat", "Kiosk"], ground, [("chat", 0), ("Kiosk", 7), ("Fax", 3)])
    assert (found["Chat"], found["Kiosk"]) == (palette[0], palette[7])
    assert found["Phone"] not in (palette[0], palette[7])  # its own slot is taken
    assert colours(["Phone"], ground) == {"Phone": palette[0]}
    assert colours([UNKNOWN], ground, [(UNKNOWN, 2)]) == {UNKNOWN: THEMES[ground].context}
