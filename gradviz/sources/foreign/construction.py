"""Construction: constructors of values, wrapped to note each value that they make."""

from __future__ import annotations

import sys
from types import FrameType, FunctionType
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign.births import MOST_NOTED, Births
from gradviz.sources.foreign.constructors import edited
from gradviz.sources.foreign.log import Birth

if TYPE_CHECKING:
    from gradviz.sources.foreign.watch import Watch

_getframe = sys._getframe
FARTHEST = 100
"""Frames of an engine between a constructor and the program's line that led to it."""

_SAME_PARAMETERS = """
def make(
    gv_init, gv_building, gv_codes, gv_births, gv_lineages, gv_user_frame, gv_getframe, gv_most
):
    gv_push, gv_pop = gv_building.append, gv_building.pop
    gv_noted = gv_births.noted
    gv_note = gv_noted.extend

    def construct({parameters}):
        if gv_building and gv_building[-1] is {me}:
            gv_init({arguments})
            return
        gv_frame = gv_user = gv_getframe(1)
        if id(gv_frame.f_code) in gv_codes:
            gv_user = gv_frame.f_back
            if gv_user is None or id(gv_user.f_code) in gv_codes:
                gv_user = gv_user_frame(gv_frame)
        gv_note(
            (id({me}), gv_frame.f_code, gv_frame.f_lasti, gv_user.f_code, gv_user.f_lasti)
        )
        gv_push({me})
        try:
            gv_init({arguments})
        finally:
            gv_pop()
        if len(gv_noted) > gv_most:
            gv_births.fold()
        for gv_lineage in gv_lineages:
            gv_lineage.note({me}, gv_frame)

    return construct
"""
"""A wrapper that hands its arguments on one by one takes a third of the time of one that takes
what comes, and a training loop makes millions of values."""


def user_frame(frame: FrameType, codes: set[int]) -> FrameType:
    """The nearest frame outside the engine. Not looked for far, or an operator that calls
    itself forever would take quadratic time until it fails."""
    user, left = frame, FARTHEST
    while id(user.f_code) in codes and user.f_back is not None and left:
        user, left = user.f_back, left - 1
    return user


def noting(watch: Watch, init: FunctionType) -> FunctionType:
    """An `__init__` that notes the value before it runs."""
    if not watch.leaf_edits:
        quick = _with_same_parameters(watch, init)
        if quick is not None:
            return quick
    building, births, lineages = watch.building, watch.births, watch.lineages

    def construct(self_: Any, /, *args: Any, **kwargs: Any) -> None:
        if building and building[-1] is self_:  # super().__init__ of the same value
            init(self_, *args, **kwargs)
            return
        frame = _getframe(1)
        births.note(self_, frame, user_frame(frame, watch.engine_codes))
        building.append(self_)
        if births.count in watch.leaf_edits:
            args, kwargs = edited(args, kwargs, watch.leaf_edits[births.count])
        try:
            init(self_, *args, **kwargs)
        finally:
            building.pop()
        for lineage in lineages:
            lineage.note(self_, frame)

    return construct  # type: ignore[return-value]


def _with_same_parameters(watch: Watch, init: FunctionType) -> FunctionType | None:
    """None where the names of the parameters don't allow it."""
    code = init.__code__
    names = code.co_varnames
    positional = list(names[: code.co_argcount])
    if not positional or any(name.startswith("gv_") for name in names):
        return None
    parameters, arguments = list(positional), list(positional)
    if code.co_posonlyargcount:
        parameters.insert(code.co_posonlyargcount, "/")
    at = code.co_argcount
    by_name = names[at : at + code.co_kwonlyargcount]
    at += code.co_kwonlyargcount
    if code.co_flags & 0x04:  # *args
        parameters.append(f"*{names[at]}")
        arguments.append(f"*{names[at]}")
        at += 1
    elif by_name:
        parameters.append("*")
    parameters += by_name
    arguments += [f"{name}={name}" for name in by_name]
    if code.co_flags & 0x08:  # **kwargs
        parameters.append(f"**{names[at]}")
        arguments.append(f"**{names[at]}")
    text = _SAME_PARAMETERS.format(
        parameters=", ".join(parameters), arguments=", ".join(arguments), me=positional[0]
    )
    space: dict[str, Any] = {}
    exec(compile(text, __file__, "exec"), space)
    codes = watch.engine_codes
    made = space["make"](
        init, watch.building, codes, watch.births, watch.lineages,
        lambda frame: user_frame(frame, codes), _getframe, MOST_NOTED,
    )  # fmt: skip
    made.__defaults__ = init.__defaults__
    made.__kwdefaults__ = init.__kwdefaults__
    return made  # type: ignore[no-any-return]


def noting_maker(watch: Watch, new: FunctionType) -> FunctionType:
    """A `__new__` that does what others do in `__init__`: numbers can't be set later."""
    making: list[type] = []
    births: Births = watch.births

    def make(kind: type, /, *args: Any, **kwargs: Any) -> Any:
        if making and making[-1] is kind:  # super().__new__ of the same value
            return new(kind, *args, **kwargs)
        frame = _getframe(1)
        user = user_frame(frame, watch.engine_codes)
        births.note(None, frame, user)  # its id isn't known as yet
        order = births.count
        birth = Birth(order, frame.f_code, frame.f_lasti, user.f_code, user.f_lasti)
        if order in watch.leaf_edits:
            args, kwargs = edited(args, kwargs, watch.leaf_edits[order])
        making.append(kind)
        try:
            made = new(kind, *args, **kwargs)
        finally:
            making.pop()
        births.note_earlier(made, birth)
        for lineage in watch.lineages:
            lineage.note(made, frame)
        return made

    return make  # type: ignore[return-value]
