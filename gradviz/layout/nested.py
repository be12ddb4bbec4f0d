"""Nested: the layout of a folded drawing, in which open groups are frames around their values.

Each frame is arranged for itself, the innermost first, and is then one box for what is around
it. Frames that are alike are arranged once and stamped.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gradviz.layout.alike import Insides
from gradviz.layout.arrange import arranged
from gradviz.layout.cuts import Cuts, Longs
from gradviz.layout.drawing import Drawing
from gradviz.layout.groups import Groups, Kind
from gradviz.layout.inside import ASPECT, PAD, Arranged, Inside
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layout import Layout
from gradviz.layout.stamps import Stamps
from gradviz.model.graph import Ints

HEADER = 40.0
"""The top of a frame, for its name."""
NARROWEST = 176.0
"""A frame, so that its name has room."""
MARGIN = 8.0
CORNER = 8.0
"""No arrow leaves a card nearer to its corner."""
LAYERS, MOST_BESIDE = 3, 16
"""Neurons stand in a column: the more of them, the wider each may be. A picture as wide as
high has about as many layers."""


def lay_out_nested(
    drawing: Drawing, groups: Groups, go_on: Callable[[], None] = lambda: None
) -> Layout:
    """Any drawing; one without frames and labels is laid out as a whole. `go_on` is called now
    and then, and may raise to call it off."""
    if not len(drawing.frames) and not drawing.is_label.any():
        return lay_out_layered(drawing.items)
    siblings = _neurons_beside(drawing, groups)
    cuts = Cuts.of(drawing)
    go_on()
    insides = Insides.of(drawing, cuts, siblings)
    plans: list[Arranged] = []
    for kind, example in enumerate(insides.example.tolist()):
        go_on()
        aspect = ASPECT * max(1.0, min(siblings[example], MOST_BESIDE) / LAYERS)
        inside = _inside(drawing, groups, insides, example, plans, aspect)
        plan = arranged(inside, drawing.sizes.op[0])
        plans.append(plan if kind == insides.kind[0] else _framed(plan))
    go_on()
    stamps = Stamps.of(drawing, insides, plans)
    go_on()
    return stamps.layout(MARGIN)


def _neurons_beside(drawing: Drawing, groups: Groups) -> Ints:
    """(c,) for the frame of a neuron, how many of them stand in one column; else 0."""
    is_neuron = groups.kind[drawing.frames] == Kind.NEURON
    layer = drawing.frame_parent + 1
    count = np.bincount(layer[is_neuron], minlength=len(layer) + 1)
    return np.append(0, np.where(is_neuron, count[layer], 0)).astype(np.int32)


def _inside(
    drawing: Drawing,
    groups: Groups,
    insides: Insides,
    container: int,
    plans: list[Arranged],
    aspect: float,
) -> Inside:
    """What stands in a container, all frames in it being arranged already."""
    items, cuts, n = drawing.items, insides.cuts, len(drawing.items)
    units = insides.units[insides.unit_start[container] : insides.unit_start[container + 1]]
    pieces = insides.pieces[insides.piece_start[container] : insides.piece_start[container + 1]]
    is_item = units < n
    item = np.where(is_item, units, 0)
    plan_of = [None if unit < n else plans[insides.kind[unit - n + 1]] for unit in units.tolist()]
    size = items.size[item].copy()
    for k, plan in enumerate(plan_of):
        if plan is not None:
            size[k] = plan.width, plan.height
    tail = np.where(cuts.tail[pieces] >= 0, insides.place[cuts.tail[pieces]], -1)
    head = np.where(cuts.head[pieces] >= 0, insides.place[cuts.head[pieces]], -1)
    is_joint = is_item & (np.bincount(head[head >= 0], minlength=len(units)) >= 2)
    leave, enter = np.full(len(pieces), np.nan), np.full(len(pieces), np.nan)
    for k, (t, h) in enumerate(zip(tail.tolist(), head.tolist(), strict=True)):
        begin = plan_of[t] if t >= 0 else None
        end = plan_of[h] if h >= 0 else None
        if begin is not None:
            leave[k] = begin.exit_y[insides.out_of[pieces[k]]] - begin.height / 2
        elif t < 0:
            leave[k] = 0.0
        if end is not None:
            enter[k] = end.entry_y[insides.into[pieces[k]]] - end.height / 2
        elif h < 0:
            enter[k] = 0.0
    return Inside(
        size=size,
        above=np.where(is_item, items.above[item], 0.0),
        below=np.where(is_item, items.below[item], 0.0),
        has_op=is_item & (items.op_box[item] >= 0),
        is_label=is_item & drawing.is_label[item] & ~drawing.is_outlet[item],
        is_outlet=is_item & drawing.is_outlet[item],
        reach=size[:, 1] / 2 - CORNER,
        joins=np.where(is_joint, 2 + drawing.graph.opcode[drawing.item_node[item]], 0),
        kind=_kinds(drawing, groups, units),
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        entry=insides.entry[pieces].astype(np.int32),
        exit=insides.exit[pieces].astype(np.int32),
        leave=leave,
        enter=enter,
        entries=int(insides.entries[container]),
        exits=int(insides.exits[container]),
        ties=insides.ties_in(container),
        aspect=aspect,
    )


def _kinds(drawing: Drawing, groups: Groups, units: Longs) -> Ints:
    """What group each unit is, closed or a frame; -1 for a value."""
    group = np.concatenate([drawing.item_group, drawing.frames])[units]
    out = np.full(len(units), -1, np.int32)
    out[group >= 0] = groups.kind[group[group >= 0]]
    return out


def _framed(plan: Arranged) -> Arranged:
    """With room for the frame's name above, and some below."""
    wider = max(NARROWEST - plan.width, 0.0)
    shift = np.array([0.0, HEADER])
    routes = [route + shift for route in plan.routes]
    return Arranged(
        width=plan.width + wider,
        height=plan.height + HEADER + PAD,
        centre=plan.centre + shift,
        circle=plan.circle + shift,
        entry_y=plan.entry_y + HEADER,
        exit_y=plan.exit_y + HEADER,
        routes=routes,
    )
