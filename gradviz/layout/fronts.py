"""Fronts: what stands in front of a card: its op's circle, and labels.

    label w ──→ ╭───╮    ╭──────╮
                │ * │ ─→ │ card │        an arrow that comes from elsewhere passes below or
    ──────────→ ╰───╯    ╰──────╯        above the labels, in its operand's place

A closed group may have dozens of labels: those stand in several columns, and the arrows of
all but the last column run between the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.inside import Inside

STUB = 24.0
"""From a circle to its card."""
REACH = 20.0
"""From a label to the circle or card that it serves."""
LABEL_GAP = 4.0
"""Between two labels of the same user."""
COLUMN_GAP = 16.0
"""Between two columns of labels."""
ROWS = 6
"""So many labels of a group stand one above the other, before there is a second column."""
THIN_LANE = 3.0
"""Between the arrows of labels, where they run between two rows."""
LANE, LANES = 16.0, 96.0
"""Between two arrows that pass the labels, if there are few; between the first and the last."""
ON_CIRCLE = 0.5
"""Two arrows enter a circle this part of its radius above and below its middle."""
ON_CARD = 0.7
"""The arrows to a card spread over this part of its height."""


@dataclass(frozen=True, eq=False)
class Front:
    """Of one unit. Heights are from the middle of its card, x from the left end of the front."""

    labels: dict[int, tuple[float, float]]  # the middle of each
    row: dict[int, float]  # of each arrow that passes labels, or comes where there are none
    enter: dict[int, float]  # of each arrow: where it enters the circle or card
    labels_width: float
    width: float
    height: float


def fronts(inside: Inside, op_size: float) -> dict[int, Front]:
    """Of every unit that has a circle or labels."""
    into: dict[int, list[int]] = {}
    labelled = set()
    is_label, tails = inside.is_label.tolist(), inside.tail.tolist()
    for arrow, head in enumerate(inside.head.tolist()):
        if head >= 0:
            into.setdefault(head, []).append(arrow)
            if tails[arrow] >= 0 and is_label[tails[arrow]]:
                labelled.add(head)
    ops = np.flatnonzero(inside.has_op).tolist()
    out = {}
    for unit in sorted(labelled.union(ops)):
        arrows = into.get(unit, [])
        sources = {a: tails[a] for a in arrows if tails[a] >= 0 and is_label[tails[a]]}
        if unit not in labelled:
            out[unit] = _circle_alone(arrows, op_size)
        elif inside.has_op[unit]:
            out[unit] = _before_circle(inside, arrows, sources, op_size)
        else:
            out[unit] = _before_group(inside, unit, arrows, sources)
    return out


def _circle_alone(arrows: list[int], op_size: float) -> Front:
    enter = _spread(arrows, op_size * ON_CIRCLE)
    return Front({}, dict(enter), enter, 0.0, op_size + STUB, 0.0)


def _before_circle(
    inside: Inside, arrows: list[int], sources: dict[int, int], op_size: float
) -> Front:
    """A row for every operand, in order."""
    lane = _lane(len(arrows) - len(sources))
    middle = dict[int, float]()
    row = dict[int, float]()
    top = 0.0
    for arrow in arrows:
        label = sources.get(arrow)
        if label is None:
            row[arrow] = top + lane / 2
            top += lane
        elif label not in middle:  # `x * x` has one label
            pitch = float(inside.size[label, 1]) + LABEL_GAP
            middle[label] = top + pitch / 2
            top += pitch
    wide = max(float(inside.size[label, 0]) for label in middle)
    return Front(
        labels={
            label: (float(inside.size[label, 0]) / 2, y - top / 2) for label, y in middle.items()
        },
        row={arrow: y - top / 2 for arrow, y in row.items()},
        enter=_spread(arrows, op_size * ON_CIRCLE),
        labels_width=wide,
        width=wide + REACH + op_size + STUB,
        height=top,
    )


def _before_group(inside: Inside, unit: int, arrows: list[int], sources: dict[int, int]) -> Front:
    """The labels row by row, then what comes from elsewhere."""
    labels = list(dict.fromkeys(sources.values()))
    columns = -(-len(labels) // ROWS)
    wide, high = (float(v) for v in inside.size[labels].max(axis=0))
    pitch = high + LABEL_GAP + THIN_LANE * (columns - 1)
    rows = -(-len(labels) // columns)
    others = [arrow for arrow in arrows if arrow not in sources]
    lane = _lane(len(others))
    top = -(rows * pitch + lane * len(others)) / 2
    # The last row is filled from the right: a label there is next to the card.
    missing = rows * columns - len(labels)
    place = {
        label: divmod(k if k < (rows - 1) * columns else k + missing, columns)
        for k, label in enumerate(labels)
    }
    middle = {
        label: (c * (wide + COLUMN_GAP) + wide / 2, top + r * pitch + high / 2)
        for label, (r, c) in place.items()
    }
    beside = columns - 1
    row = {
        arrow: middle[label][1] + high / 2 + LABEL_GAP / 2 + THIN_LANE * place[label][1]
        for arrow, label in sources.items()
        if place[label][1] < beside
    }
    below = top + rows * pitch + lane / 2
    row |= {arrow: below + lane * k for k, arrow in enumerate(others)}
    by_height = sorted(
        arrows, key=lambda a: row.get(a, middle[sources[a]][1] if a in sources else 0.0)
    )
    labels_width = columns * (wide + COLUMN_GAP) - COLUMN_GAP
    return Front(
        labels=middle,
        row=row,
        enter=_spread(by_height, float(inside.size[unit, 1]) * ON_CARD),
        labels_width=labels_width,
        width=labels_width + REACH,
        height=-2 * top,
    )


def _lane(count: int) -> float:
    return min(LANE, LANES / max(count, 1))


def _spread(arrows: list[int], height: float) -> dict[int, float]:
    """Arrows from top to bottom, over so much height; one alone in the middle."""
    last = len(arrows) - 1
    return {a: height * (k / last - 0.5) if last else 0.0 for k, a in enumerate(arrows)}
