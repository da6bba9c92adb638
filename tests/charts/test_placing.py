"""Names of points: nothing covers anything, at any width of a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from charts import labels
from charts.placing import WIDTHS, Placed, Room, place
from tests.charts.chart_factories import CHANNELS

SIZE, HEIGHT, LINE = 11, 400.0, 13.0
ROOM = Room(HEIGHT, ((False, False, 60.0, 20.0), (True, True, 90.0, 20.0)))
POINTS = st.lists(st.tuples(st.floats(0.08, 0.92), st.floats(0.08, 0.92)), min_size=1, max_size=14)
Box = tuple[float, float, float, float]


def box(point: tuple[float, float], one: Placed, width: float) -> Box:
    """What the name takes, as it is drawn."""
    half = labels.width(one.text, SIZE) / 2
    x, y = point[0] * width + one.dx, point[1] * HEIGHT + one.dy
    return x - half, y - LINE / 2, x + half, y + LINE / 2


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(points=POINTS, crosses=st.booleans())
def test_no_name_covers_another_a_point_or_a_corner_at_any_width(points: list[tuple[float, float]], crosses: bool) -> None:
    names = [f"{CHANNELS[i % 8]} {i}" for i in range(len(points))]
    found = place(points, names, Room(HEIGHT, ROOM.corners, crosses), SIZE)
    for width in WIDTHS:
        spots = [(x * width - 5, y * HEIGHT - 5, x * width + 5, y * HEIGHT + 5) for x, y in points]
        boxes = {i: box(points[i], one, width) for i, one in enumerate(found) if one}
        for i, mine in boxes.items():
            assert mine[0] >= 0
            assert mine[2] <= width
            assert not [j for j, other in boxes.items() if j != i and meet(mine, other)]
            assert not [j for j, spot in enumerate(spots) if j != i and meet(mine, spot)]
            middle = points[i][0] * width + found[i].dx / 2, points[i][1] * HEIGHT + found[i].dy / 2
            hair = (middle[0] - 1, middle[1] - 1, middle[0] + 1, middle[1] + 1)
            assert not found[i].tied or not [j for j, other in boxes.items() if j != i and meet(hair, other)]
            assert not meet(mine, (0, 0, 60, 20))
            assert not meet(mine, (width - 90, HEIGHT - 20, width, HEIGHT))


def test_a_lone_point_has_its_whole_name_beside_it() -> None:
    (one,) = place([(0.5, 0.5)], ["Waiting time"], ROOM, SIZE)
    assert one is not None
    assert (one.text, one.dy, one.tied) == ("Waiting time", 0, False)
    assert one.dx > labels.width("Waiting time", SIZE) / 2


def test_a_name_gives_way_to_a_line_through_its_point() -> None:
    (one,) = place([(0.5, 0.5)], ["Waiting time"], Room(HEIGHT, (), crosses=True), SIZE)
    assert one is not None
    assert one.dy != 0


def test_a_name_without_room_is_not_squeezed_in() -> None:
    assert place([(0.5, 0.5)], ["A"], Room(10.0), SIZE) == [None]


def test_a_crowd_is_tied_to_its_points() -> None:
    points = [(0.5 + 0.012 * (i % 3), 0.5 + 0.012 * (i // 3)) for i in range(9)]
    found = place(points, [f"Item {i}" for i in range(9)], Room(HEIGHT), SIZE)
    assert sum(one is not None for one in found) >= 7
    assert any(one.tied for one in found if one)
