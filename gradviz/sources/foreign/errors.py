"""Errors: where an exception of the user's code began, and whether it was meant."""

from __future__ import annotations

import dis

from gradviz.sources.foreign.log import place_of
from gradviz.sources.user_code import Place, is_own


def error_place(error: BaseException | None) -> Place | None:
    """The innermost line of the user's own that an exception went through, constructors apart:
    what they were given is the fault."""
    found = None
    step = error.__traceback__ if error is not None else None
    while step is not None:
        code = step.tb_frame.f_code
        if is_own(code.co_filename) and code.co_name != "__init__":
            found = place_of(code, step.tb_lasti)
        step = step.tb_next
    return found


def raised_on_purpose(error: BaseException | None) -> bool:
    """Whether the user's own code says `raise` or `assert` where an exception began, which is
    a refusal and no slip."""
    step = error.__traceback__ if error is not None else None
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if step is None or not is_own(step.tb_frame.f_code.co_filename):
        return False
    code = step.tb_frame.f_code
    return dis.opname[code.co_code[step.tb_lasti]] == "RAISE_VARARGS"
