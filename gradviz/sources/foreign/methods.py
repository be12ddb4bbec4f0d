"""Methods: what a class's functions are, how they are called, and what their code says."""

from __future__ import annotations

import dis
import inspect
import sys
from types import CodeType, FunctionType, MethodType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.unwrapping import unwrapped


def own_methods(cls: type) -> dict[str, Any]:
    """Every function the class and its bases define, by name, as found along the MRO."""
    out: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base is object:
            continue
        for name, value in base.__dict__.items():
            raw = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
            if isinstance(raw, FunctionType):
                out[name] = raw
            elif name in out:
                del out[name]
    return out


def called_on_values(cls: type, name: str) -> bool:
    """Whether a method is a value's own, not the class's."""
    found = inspect.getattr_static(cls, name, None)
    return not isinstance(found, (staticmethod, classmethod))


def is_static(cls: type, name: str) -> bool:
    """Whether a class's method is called with all that it works on: `Value.relu(a)`."""
    return isinstance(inspect.getattr_static(cls, name, None), staticmethod)


def called_on(value: Any, name: str) -> Any:
    """What a method of one value gives for it: `a.relu()`, or `Value.relu(a)`."""
    method = getattr(value, name)
    return method(value) if is_static(type(value), name) else method()


def defines_operators(cls: type) -> bool:
    """Whether a class or one of its bases has an operator of its own."""
    bases = [base for base in cls.__mro__ if base.__module__ != "builtins"]
    return any(name in base.__dict__ for base in bases for name in names.OPERATORS)


def required(function: Any) -> int | None:
    """How many arguments a function must be given, a bound method's self not counted."""
    bound = isinstance(function, MethodType)
    raw = unwrapped(function.__func__ if bound else function)
    if not isinstance(raw, FunctionType):
        return None
    return raw.__code__.co_argcount - len(raw.__defaults__ or ()) - bound


def takes_root(cls: type, name: str) -> int | None:
    """For a driver that is called with the root, `Value.backward(root)`, the place of the root
    among the arguments its function sees; None for a method of the root."""
    found = inspect.getattr_static(cls, name, None)
    if isinstance(found, staticmethod):
        return 0
    inner: Any = found.__func__ if isinstance(found, classmethod) else None
    return 1 if inner is not None and (required(inner) or 0) > 1 else None


def starts_alone(cls: type, name: str, function: FunctionType) -> bool:
    """Callable as `root.backward()`, or as `Value.backward(root)` where it isn't the value's
    own: no further argument without a default."""
    code = function.__code__
    needed = code.co_argcount - len(function.__defaults__ or ())
    keywords = set(code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount])
    of_class = isinstance(inspect.getattr_static(cls, name, None), classmethod)
    return needed <= 1 + of_class and keywords <= set(function.__kwdefaults__ or {})


def takes_key(cls: type, name: str) -> bool:
    """Whether a method of a value is called with the key to keep gradients by:
    `root.backward("loss")`."""
    found = inspect.getattr_static(cls, name, None)
    function = unwrapped(found) if isinstance(found, FunctionType) else None
    if not isinstance(function, FunctionType) or required(function) != 2:
        return False
    return function.__code__.co_varnames[1].strip("_").lower() in (
        "name",
        "key",
        "tag",
        "label",
        "wrt",
    )


def names_used(function: FunctionType) -> set[str]:
    """The attributes and globals that a function and the functions within it speak of."""
    return {name for code in codes_of(function) for name in code.co_names}


def writes(function: FunctionType, grad: str) -> bool:
    """Whether a function sets an attribute of this name."""
    return any(
        line.opname == "STORE_ATTR" and line.argval == grad
        for code in codes_of(function)
        for line in dis.get_instructions(code)
    )


def clears(function: FunctionType, grad: str) -> bool:
    """Whether all that a function does with an attribute of this name is to set it to 0 or to
    nothing, or its own name says so: it wipes gradients and passes none on."""
    if any(word in function.__name__.lower() for word in ("zero", "reset", "clear")):
        return True
    given = []
    for code in codes_of(function):
        line = list(dis.get_instructions(code))
        for i, store in enumerate(line):
            if store.argval == grad and store.opname == "STORE_ATTR":
                value = line[max(i - 2, 0)]
                is_constant = "CONST" in value.opname or "INT" in value.opname
                given.append(is_constant and not value.argval)
            elif store.argval == grad:  # it is read
                return False
    return bool(given) and all(given)


def seeds(function: FunctionType, grad: str) -> bool:
    """Whether a function sets an attribute of this name to the number 1."""
    for code in codes_of(function):
        line = list(dis.get_instructions(code))
        for number, _, store in zip(line, line[1:], line[2:], strict=False):
            is_one = type(number.argval) in (int, float) and number.argval == 1
            stores = store.opname == "STORE_ATTR" and store.argval == grad
            if stores and is_one and ("CONST" in number.opname or "INT" in number.opname):
                return True
    return False


def calls(function: FunctionType, attribute: str) -> bool:
    """Whether a method calls what is stored under a name: `node.rule(…)`."""
    return any(
        _loads_method(line) and line.argval == attribute
        for code in codes_of(function)
        for line in dis.get_instructions(code)
    )


def _loads_method(line: dis.Instruction) -> bool:
    """To call it; from Python 3.12 on that is a flag of reading an attribute."""
    if sys.version_info >= (3, 12):
        return line.opname == "LOAD_ATTR" and bool((line.arg or 0) & 1)
    return line.opname == "LOAD_METHOD"


def codes_of(function: FunctionType) -> list[CodeType]:
    """The code of a function and of the functions within it."""
    out = [unwrapped(function).__code__]
    for code in out:
        out += [const for const in code.co_consts if isinstance(const, CodeType)]
    return out


def defines(cls: type, name: str) -> bool:
    """Whether a class has a method that somebody wrote, not float or object."""
    return any(name in base.__dict__ for base in cls.__mro__ if base.__module__ != "builtins")
