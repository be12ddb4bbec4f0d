"""Kept: what is worked out from an object, kept on that object, and forgotten with it.

A cache of its own would hold the object: after a few edits of a leaf of a large program that
is four recordings, of which three are of no use to anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

Owner = TypeVar("Owner")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")
_Function = Callable[Concatenate[Owner, Rest], Result]


def kept(
    most: int = 1,
) -> Callable[[_Function[Owner, Rest, Result]], _Function[Owner, Rest, Result]]:
    """For a function of an owner, an object with a `__dict__` such as a dataclass without slots,
    and of other arguments, of which the last `most` different ones are remembered.

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
