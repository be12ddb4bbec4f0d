"""Is it a newer Python that a program with a SyntaxError was written for?

Told by the text, not by the error's words, which are the parser's guess: what Python 3.12
brought is taken out, and if the error goes with it, that was it. Taken out are f-strings
whose fields hold what older ones may not (their own quote, a backslash, a comment), the
`[T]` of a function or a class, and `type X = …`. An f-string stays if a field of its isn't
an expression, for then it is wrong in every Python.
"""

from __future__ import annotations

import ast
import re
import sys

NEWER = (3, 12)

_BRACKETS = r"\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]"
_GENERIC = re.compile(rf"^(\s*(?:async\s+def|def|class)\s+\w+){_BRACKETS}(?=\s*[(:])", re.MULTILINE)
_TYPE = re.compile(rf"^([ \t]*)type[ \t]+(\w+)(?:{_BRACKETS})?[ \t]*=(?!=)", re.MULTILINE)
_STRING = re.compile(r"(?<!\w)([a-zA-Z]{0,2})('''|\"\"\"|'|\")")
_NEXT = re.compile(rf"#[^\n]*|{_STRING.pattern}")


def needs_newer_python(text: str, line: int) -> bool:
    """Whether the SyntaxError that this Python found at a line is for want of a newer one."""
    if sys.version_info >= NEWER:
        return False
    first = _first_error(without_newer_syntax(text))
    return first is None or first > line


def without_newer_syntax(text: str) -> str:
    """The same lines, as far as possible in the syntax that older Pythons know."""
    return _TYPE.sub(r"\1\2 =", _GENERIC.sub(r"\1", _plain(text)))


def _first_error(text: str) -> int | None:
    try:
        ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):  # a NUL; nested too deep to be parsed
        return 0
    return None


class _NoEnd(Exception):
    """A string, or a field of one, doesn't end or isn't right in any Python."""


def _plain(text: str) -> str:
    """With an empty string, over as many lines, for each f-string that a newer Python reads."""
    parts, at = [], 0
    while (found := _NEXT.search(text, at)) is not None:
        end = found.end()
        stands = text[found.start() : end]
        if found[2] is not None:
            try:
                end = _after_string(text, found)
            except _NoEnd:
                pass
            else:
                stands = text[found.start() : end]
                if "f" in found[1].lower() and _first_error(stands) is not None:
                    stands = '"' + "\\\n" * stands.count("\n") + '"'
        parts += [text[at : found.start()], stands]
        at = end
    return "".join([*parts, text[at:]])


def _after_string(text: str, begin: re.Match[str]) -> int:
    """Where the string ends that begins there."""
    prefix, quote = begin[1].lower(), begin[2]
    at = begin.end()
    while at < len(text):
        if text.startswith(quote, at):
            return at + len(quote)
        if text[at] == "\n" and len(quote) == 1:
            break
        if text[at] == "\\" or ("f" in prefix and text[at : at + 2] in ("{{", "}}")):
            at += 2
        elif "f" in prefix and text[at] == "{":
            at = _after_field(text, at + 1)
        else:
            at += 1
    raise _NoEnd


def _after_field(text: str, start: int) -> int:
    """Where the field ends whose expression starts there; it has to be an expression."""
    at = _after_expression(text, start)
    expression = text[start:at].rstrip().removesuffix("=")
    if _first_error(f"({_plain(expression)}\n)") is not None or not expression.strip():
        raise _NoEnd
    while at < len(text):  # a conversion and a format, which may hold fields again
        if text[at] == "}":
            return at + 1
        at = _after_field(text, at + 1) if text[at] == "{" else at + 1
    raise _NoEnd


def _after_expression(text: str, at: int) -> int:
    depth = 0
    while at < len(text):
        string = _STRING.match(text, at)
        if string is not None:
            at = _after_string(text, string)
            continue
        mark = text[at]
        if depth == 0 and (mark in "}:" or (mark == "!" and text[at + 1 : at + 2] != "=")):
            return at
        if mark == "#":
            at = text.find("\n", at)
            if at < 0:
                break
        depth += (mark in "([{") - (mark in ")]}")
        at += 1
    raise _NoEnd
