"""Kept: what is worked out from an object, kept on that object, and forgotten with it.

A cache of its own would hold the object: after a few edits of a leaf of a large program that
is four recordings, of which three are of no use to anybody.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Concatenate, Generic, ParamSpec, TypeVar

Owner = TypeVar("Owner")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")
_Function = Callable[Concatenate[Owner, Rest], Result]


def kept(
    most: int = 1,
) -> Callable[[_Function[Owner, Rest, Result]], _Function[Owner, Rest, Result]]:
    """For a function of an owner, an object with a `__dict__` such as a dataclass without slots,
    and of other arguments, of which the last `most` different ones are remembered.

    What knows its owner must do so `Weakly`: else the two would wait for the garbage collector,
    to whom hundred megabytes of arrays look like a few objects.

    >>> @kept()
    ... def spread_of(recording, bins):
    ...     return Spread(recording, bins)      # the same Spread as long as the recording lives
    """

    def decorate(function: _Function[Owner, Rest, Result]) -> _Function[Owner, Rest, Result]:
        name = f"kept {function.__module__}.{function.__qualname__}"

        def answer(owner: Owner, /, *rest: Rest.args, **named: Rest.kwargs) -> Result:
            assert not named, "arguments are told apart by their places"
            memory: dict[object, Result] | None = owner.__dict__.get(name)
            if memory is None:
                memory = owner.__dict__[name] = {}
            elif rest in memory:
                return memory[rest]
            elif len(memory) >= most:
                del memory[next(iter(memory))]
            result = memory[rest] = function(owner, *rest, **named)
            return result

        answer.__doc__ = function.__doc__
        return answer

    return decorate


class Weakly(Generic[Owner]):
    """An attribute that doesn't keep what it names alive.

    >>> class Spread:
    ...     recording = Weakly[Recording]()
    """

    def __set_name__(self, cls: type, name: str) -> None:
        self._place = f"_weak_{name}"

    def __get__(self, holder: object, cls: type) -> Owner:
        there: Owner | None = holder.__dict__[self._place]()
        assert there is not None, "what it was worked out from is gone"
        return there

    def __set__(self, holder: object, value: Owner) -> None:
        holder.__dict__[self._place] = weakref.ref(value)
