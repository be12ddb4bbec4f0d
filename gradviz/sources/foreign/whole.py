"""Whole expressions by the class's own backward: is the driver right?

When every node is right alone and the whole is wrong, the driver is to blame: the order in
which it really ran the nodes tells how.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gradviz.model.numbers import brief_text
from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench, error_place, user_files
from gradviz.sources.foreign.capture import Captured, capture
from gradviz.sources.foreign.expression import Twin, true_gradients
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.forward import Working, points_of
from gradviz.sources.foreign.judge import Judge, Verdicts
from gradviz.sources.foreign.known_ops import KnownOp
from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.patience import TookTooLong
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.spectrum import lines_run
from gradviz.sources.foreign.wording import error_text, with_advice
from gradviz.sources.user_code import Place

Build = Callable[[list[Twin]], Twin]

A, B, C = 1.3717, -0.6291, 0.8314


@dataclass(frozen=True)
class Expression:
    """How to build one; `group` says what it needs or shows."""

    text: str
    build: Build
    leaves: tuple[float, ...]
    group: str = ""


@dataclass
class Trying:
    """One expression built and run."""

    expression: Expression
    twins: list[Twin]
    root: Twin
    captured: Captured
    seen: Pass
    truth: dict[int, float]
    wrong: list[Twin] = field(default_factory=list)
    found: dict[int, float | None] = field(default_factory=dict)
    """By id of the user's value, its gradient right after the pass."""


def expressions(working: Working, bench: Bench) -> list[Expression]:
    """Small ones first: the first that fails is the simplest that shows the fault."""
    has = working.binary.__contains__
    out: list[Expression] = []

    def add(text: str, build: Build, *leaves: float, group: str = "") -> None:
        out.append(Expression(text, build, leaves, group))

    plus, times = has("__add__"), has("__mul__")
    if plus:
        add("a + b", lambda v: v[0] + v[1], A, B)
    if times:
        add("a * b", lambda v: v[0] * v[1], A, B)
    if has("__sub__"):
        add("a - b", lambda v: v[0] - v[1], A, B)
    if has("__truediv__"):
        add("a / b", lambda v: v[0] / v[1], A, B)
    for k in working.powers:
        x = A if k not in (2.0, 3.0, -1.0) else B
        add(f"a ** {k:g}", _power(k), x)
    unary = {
        name: partial(_method, name, op, bench.engine.data, bench.engine.leaf)
        for name, op in working.unary.items()
    }
    for name, op in working.unary.items():
        for x in points_of(op)[:2]:
            add(f"a.{name}()", _alone(unary[name]), x)
    if plus:
        add("a + a", lambda v: v[0] + v[0], A, group="repeat")
    if times:
        add("a * a", lambda v: v[0] * v[0], A, group="repeat")
    if plus and times:
        add("a * b * (a + b)", lambda v: v[0] * v[1] * (v[0] + v[1]), A, B, group="shared leaf")
        add("c * c + c with c = a * b", _square_plus, A, B, group="shared")
        add("s + ((s * c) * b) with s = a * b", _late, A, B, C, group="shared")
        add("((s * c) * b) + s with s = a * b", _early, A, B, C, group="shared")
        add("a ladder of diamonds", _ladder, A, B, group="shared")
        add("two towers", _towers, A, B, C, group="shared")
        for name, op in working.unary.items():
            for x in points_of(op)[:3]:
                add(f"a.{name}() * c + a", _inner(unary[name]), x, C, group="inner")
        if has("__sub__"):
            add("(a * b - c) * a", lambda v: (v[0] * v[1] - v[2]) * v[0], A, B, C, group="inner")
            add("a - a * b", lambda v: v[0] - v[0] * v[1], A, B, group="inner")
        if has("__truediv__"):
            add("(a * b / c) * a", lambda v: (v[0] * v[1] / v[2]) * v[0], A, B, C, group="inner")
            add(
                "(a / (b * c)) * a", lambda v: (v[0] / (v[1] * v[2])) * v[0], A, B, C, group="inner"
            )
        for k in working.powers:
            if k > 0:
                add(f"(a + b) ** {k:g} * a", _inner_power(k), A, C, group="inner")
        add("equal numbers", _equal, 1.5, 1.5, B, group="equal")
        for name, op in working.unary.items():
            x = points_of(op)[0]
            add(
                f"a.{name}() + b.{name}() with equal numbers",
                _both(unary[name]),
                x,
                x,
                group="equal",
            )
    elif plus:
        add("equal sums", _equal_sums, 1.5, 1.5, B, group="equal")
    return out


def _exact(k: float) -> float:
    """2 rather than 2.0: some classes take whole exponents alone."""
    return int(k) if float(k).is_integer() else k


def _method(
    name: str,
    op: KnownOp | None,
    data: Callable[[Any], float | None],
    leaf: Callable[[float], Any],
    x: Twin,
) -> Twin:
    return x.apply(name, op, data, leaf)


def _alone(f: Callable[[Twin], Twin]) -> Build:
    return lambda v: f(v[0])


def _inner(f: Callable[[Twin], Twin]) -> Build:
    return lambda v: f(v[0]) * v[1] + v[0]


def _both(f: Callable[[Twin], Twin]) -> Build:
    return lambda v: f(v[0]) + f(v[1])


def _power(k: float) -> Build:
    return lambda v: v[0] ** _exact(k)


def _inner_power(k: float) -> Build:
    return lambda v: (v[0] + v[1]) ** _exact(k) * v[0]


def _square_plus(v: list[Twin]) -> Twin:
    c = v[0] * v[1]
    return c * c + c


def _late(v: list[Twin]) -> Twin:
    s = v[0] * v[1]
    return s + (s * v[2]) * v[1]


def _early(v: list[Twin]) -> Twin:
    s = v[0] * v[1]
    return (s * v[2]) * v[1] + s


def _ladder(v: list[Twin]) -> Twin:
    d = v[0] * v[1]
    for _ in range(4):
        d = d * v[1] + d
    return d


def _towers(v: list[Twin]) -> Twin:
    e = v[0] * v[1]
    f = e + v[2]
    g = f * e
    return (g + f) * (e + g) + e


def _equal(v: list[Twin]) -> Twin:
    p, q = v[0] * v[2], v[1] * v[2]
    return p * q + p


def _equal_sums(v: list[Twin]) -> Twin:
    p, q = v[0] + v[2], v[1] + v[2]
    return (p + q) + p


class Whole:
    """Runs the expressions and blames the driver for what no node's own backward explains."""

    def __init__(self, bench: Bench, judge: Judge, verdicts: Verdicts, working: Working) -> None:
        self.bench = bench
        self.judge = judge
        self.verdicts = verdicts
        self.working = working
        self.caller_seeds = False
        self.findings: list[Finding] = []
        self.verified = 0
        self._failed: list[Trying] = []
        self._right_alone: list[Expression] = []
        self._ordinary: set[Place] | None = None

    def run(self) -> None:
        passed: set[str] = set()
        for expression in expressions(self.working, self.bench):
            trying, error = self.bench.attempt(partial(self._build, expression), 3.0)
            if error is not None or trying is None:
                continue
            if any(t.x == t.x and not self._right_value(t) for t in trying.twins):
                continue  # a wrong forward value, found by the operators' own test
            found = self.judge.examine(trying.captured, all_derivatives(trying.captured))
            if not self.bench.engine.can_drive or (
                self.bench.engine.roles.driver is None and (self.bench.engine.free_driver is None)
            ):
                continue
            self._drive(trying)
            if not trying.wrong and trying.seen.error is None:
                passed.add(expression.group)
                if not expression.group:
                    self._right_alone.append(expression)
                self.verified += len(trying.twins)
            elif not found:
                self._failed.append(trying)
            if isinstance(trying.seen.error, TookTooLong):
                break  # the others would take as long
        for trying in sorted(self._failed, key=lambda t: len(t.captured)):
            alone = not trying.expression.group and sum(map(bool, trying.captured.operands)) == 1
            if self.findings and not alone:
                break  # the smaller ones have told
            self._blame(trying, passed)

    def _right_value(self, twin: Twin) -> bool:
        found = self.bench.engine.data(twin.obj)
        return found is not None and close(found, twin.x, 1e-4, 1e-7)

    def _build(self, expression: Expression) -> Trying:
        twins: list[Twin] = []
        leaves = [Twin(twins, self.bench.engine.leaf(x), x) for x in expression.leaves]
        root = expression.build(leaves)
        captured = capture(self.bench.engine, root.obj)
        truth = true_gradients(twins, root)
        return Trying(expression, twins, root, captured, Pass(root.obj), truth)

    def _drive(self, trying: Trying) -> None:
        engine, bench = self.bench.engine, self.bench
        objects = [*trying.captured.objects, *(t.obj for t in trying.twins)]
        bench.reset(objects)
        root = trying.root.obj
        if self.caller_seeds:
            trying.seen = bench.backward(root, seed=1.0)
        else:
            trying.seen = bench.backward(root)
            seeded = any(w.target is engine.grad_owner(root) for w in trying.seen.writes)
            if not seeded and not engine.grad(root) and trying.seen.error is None:
                bench.reset(objects)
                again = bench.backward(root, seed=1.0)
                if any(engine.grad(t.obj) for t in trying.twins if t is not trying.root):
                    self.caller_seeds = True
                    trying.seen = again
        trying.found = {id(obj): engine.grad(obj) for obj in objects}
        trying.wrong = [t for t in trying.twins if not self._right(trying, t)]

    def _right(self, trying: Trying, twin: Twin) -> bool:
        if twin.terms:
            # What happens to a gradient between leaves is the engine's own business (some
            # clear it once it is used), as long as the leaves come out right.
            return True
        return self._agrees(self.bench.engine.grad(twin.obj), trying.truth[id(twin.obj)])

    def _agrees(self, found: float | None, expected: float) -> bool:
        if expected != expected:
            return True
        return found is not None and close(found, expected, 1e-4, 1e-6)

    # --- blame ---------------------------------------------------------------------------

    def _blame(self, trying: Trying, passed: set[str]) -> None:
        engine = self.bench.engine
        if trying.seen.error is not None:
            self._add(
                "backward-error",
                trying,
                error_place(trying.seen.error, user_files(engine)) or self._driver_place(trying),
                f"backward() raises {error_text(trying.seen.error)} on {trying.expression.text}.",
            )
            return
        if self._explained(trying):
            return
        lost = self._lost_edge(trying)
        if lost is not None:
            birth = engine.births.get(id(lost.obj))
            place = place_of(birth.code, birth.lasti) if birth is not None else None
            self._add(
                "lost-edge",
                trying,
                place,
                f"In {trying.expression.text} a value doesn't record all of its operands, "
                "so that backward never reaches one of them.",
                op=engine.op_name(lost.obj),
            )
            return
        self._blame_driver(trying, passed)

    def _explained(self, trying: Trying) -> bool:
        """Whether the nodes' own faults, already found, account for the wrong numbers: they
        were there, and the driver ran each node once, in a right order."""
        captured = trying.captured
        kinds = {captured.kind(i)[:2] for i in range(len(captured)) if captured.operands[i]}
        if not kinds & {kind[:2] for kind in self.verdicts.bad_kinds}:
            return False
        if any(
            operands and not self.bench.engine.has_backward(captured.objects[i])
            for i, operands in enumerate(captured.operands)
        ):
            return True  # a closure that isn't there can't be run
        order = self._order(trying)
        return not order or order_fault(captured, order, self._in_the_middle(trying)) is None

    def _order(self, trying: Trying) -> list[int]:
        """The nodes in the order in which the driver ran their backward."""
        engine, captured = self.bench.engine, trying.captured
        owners = {id(engine.call_owner(obj)): i for i, obj in enumerate(captured.objects)}
        return [owners[id(c.owner)] for c in trying.seen.calls if id(c.owner) in owners]

    def _in_the_middle(self, trying: Trying) -> bool:
        """Whether the driver is the root's own backward, so that no call of it is seen."""
        return self.bench.engine.roles.backward == self.bench.engine.roles.driver

    def _lost_edge(self, trying: Trying) -> Twin | None:
        engine = self.bench.engine
        if not engine.roles.operands:
            return None
        for twin in trying.twins:
            if not twin.terms:
                continue
            below = _reach(engine.operands, twin.obj)
            if any(id(operand.obj) not in below for operand, _ in twin.terms):
                return twin
        return None

    def _blame_driver(self, trying: Trying, passed: set[str]) -> None:
        engine, seen = self.bench.engine, trying.seen
        wrong = next((t for t in trying.wrong if not t.terms), trying.wrong[0])
        order = self._order(trying)
        inner = [t for t in trying.twins if t.terms]
        seed_write = self._seed_write(trying)
        factor = self._common_factor(trying)
        if factor is not None and not close(factor, 1.0, 1e-6) and not self.caller_seeds:
            place = seed_write.place if seed_write is not None else self._driver_place(trying)
            self._add(
                "missing-seed",
                trying,
                place,
                f"backward() starts from a gradient of {brief_text(factor)} at the result "
                "instead of 1.",
                found=factor,
                expected=1.0,
            )
            return
        if trying.expression.group == "equal" and (
            not any(t.expression.group == "shared" for t in self._failed)
            and compares_by_number(engine.cls)
        ):
            self._add(
                "merged-by-equality",
                trying,
                equality_place(engine) or self._driver_place(trying),
                "Two different values that hold equal numbers are taken for one.",
                wrong,
            )
            return
        seed = self._seed_at_its_call(trying)
        if seed is not None and not close(seed, 1.0, 1e-6):
            place = seed_write.place if seed_write is not None else self._driver_place(trying)
            self._add(
                "missing-seed",
                trying,
                place,
                "backward() runs the result's backward before its gradient is 1.",
                found=seed,
                expected=1.0,
            )
            return
        fault = order_fault(trying.captured, order, self._in_the_middle(trying)) if order else None
        if fault is not None:
            self._driver_fault(fault, trying, wrong)
            return
        if not order and self._writes_too_often(trying):
            self._driver_fault("double-visit", trying, wrong)
            return
        if trying.expression.group in ("repeat", "shared leaf") or (
            "repeat" not in passed and any(t.expression.group == "repeat" for t in self._failed)
        ):
            target = engine.grad_owner(wrong.obj)
            writes = [w for w in seen.writes if w.target is target]
            before = engine._number(writes[-1].before) if writes else None
            found, expected = trying.found[id(wrong.obj)], trying.truth[id(wrong.obj)]
            if (
                len(writes) >= 2
                and found is not None
                and before
                and (close(expected - found, before, 1e-5))
            ):
                self._add(
                    "overwritten-gradient",
                    trying,
                    writes[-1].place,
                    "backward() replaces a gradient that another use already gave.",
                    wrong,
                )
            elif len(writes) == 1 and trying.expression.group == "repeat":
                birth = engine.births.get(id(inner[-1].obj))
                place = place_of(birth.code, birth.lasti) if birth is not None else None
                self._add(
                    "lost-edge",
                    trying,
                    place,
                    "An operand used twice by one op is recorded once.",
                    wrong,
                )
            else:
                self._driver_fault("wrong-order", trying, wrong)
            return
        if not trying.expression.group and sum(map(bool, trying.captured.operands)) == 1:
            birth = engine.births.get(id(trying.root.obj))
            place = place_of(birth.code, birth.lasti) if birth is not None else None
            cause = (
                "wrong-local-derivative" if trying.found[id(wrong.obj)] else "missing-contribution"
            )
            place = self._own_line(trying) or place
            self._add(
                cause,
                trying,
                place,
                f"The gradient of {trying.expression.text} is wrong.",
                wrong,
                op=engine.op_name(trying.root.obj),
            )
            return
        self._driver_fault("wrong-order", trying, wrong)

    def _own_line(self, trying: Trying) -> Place | None:
        """The last line that this op's pass runs and no right op's does."""
        if self._ordinary is None:
            self._ordinary = set()
            for expression in self._right_alone:
                right, error = self.bench.attempt(partial(self._build, expression))
                if error is None and right is not None:
                    self._ordinary.update(lines_run(self.bench, right.root.obj))
        again, error = self.bench.attempt(partial(self._build, trying.expression))
        if error is not None or again is None or not self._ordinary:
            return None
        own = [p for p in lines_run(self.bench, again.root.obj) if p not in self._ordinary]
        return own[-1] if own else None

    def _writes_too_often(self, trying: Trying) -> bool:
        """Whether a gradient was written more often than its value is used."""
        engine, captured = self.bench.engine, trying.captured
        uses = Counter(i for operands in captured.operands for i in operands)
        written = Counter(id(w.target) for w in trying.seen.writes if engine._number(w.after))
        return any(
            written[id(engine.grad_owner(captured.objects[i]))] > uses[i] + (i == captured.root)
            for i in range(len(captured))
        )

    def _common_factor(self, trying: Trying) -> float | None:
        """The one factor by which every leaf's gradient is off, if there is one."""
        engine = self.bench.engine
        ratios = []
        for twin in trying.twins:
            if twin.terms:
                continue
            found, expected = trying.found[id(twin.obj)], trying.truth[id(twin.obj)]
            if found is None:
                return 0.0
            if expected:
                ratios.append(found / expected)
        if ratios and all(close(r, ratios[0], 1e-5) for r in ratios):
            inner = [t for t in trying.twins if t.terms]
            seed = self._seed_write(trying)
            value = engine._number(seed.after) if seed is not None else None
            if value is not None and close(value, ratios[0], 1e-6):
                return ratios[0]
            if value is None and ratios[0] == 0.0 and not trying.found[id(trying.root.obj)]:
                return 0.0
            if len(inner) == 1 and len(ratios) > 1 and ratios[0] and not self.verified:
                return ratios[0]
        return None

    def _seed_at_its_call(self, trying: Trying) -> float | None:
        """The root's gradient when its own backward ran; None if that wasn't seen."""
        engine, root = self.bench.engine, trying.root.obj
        owner, target = engine.call_owner(root), engine.grad_owner(root)
        at = next((i for i, c in enumerate(trying.seen.calls) if c.owner is owner), None)
        if at is None or self.caller_seeds:
            return None
        writes = [w for w in trying.seen.writes if w.target is target and w.calls <= at]
        return (engine._number(writes[-1].after) or 0.0) if writes else 0.0

    def _seed_write(self, trying: Trying) -> Any:
        engine = self.bench.engine
        target = engine.grad_owner(trying.root.obj)
        writes = [w for w in trying.seen.writes if w.target is target]
        return writes[-1] if writes else None

    def _driver_fault(self, cause: str, trying: Trying, wrong: Twin) -> None:
        said = {
            "double-visit": "backward() runs a value's backward more than once",
            "unvisited-node": "backward() never runs the backward of a value that the result "
            "depends on",
            "wrong-order": "backward() runs a value's backward before its gradient is complete",
        }
        place = self._driver_place(trying, cause)
        self._add(cause, trying, place, f"{said[cause]}, as in {trying.expression.text}.", wrong)

    def _driver_place(self, trying: Trying, cause: str = "") -> Place | None:
        return driver_place(self.bench, trying.seen, cause)

    def _add(
        self,
        cause: str,
        trying: Trying,
        place: Place | None,
        sentence: str,
        wrong: Twin | None = None,
        op: str = "",
        found: float | None = None,
        expected: float | None = None,
    ) -> None:
        if wrong is not None and found is None:
            found = trying.found[id(wrong.obj)]
            expected = trying.truth[id(wrong.obj)]
        self.findings.append(
            Finding(
                cause,
                Severity.ERROR,
                FoundIn.EXERCISE,
                with_advice(cause, sentence),
                place,
                op=op,
                found=found,
                expected=expected,
            )
        )


def order_fault(captured: Captured, order: list[int], without_root: bool) -> str | None:
    """What is wrong with the order in which nodes ran, None if nothing is."""
    counts = Counter(order)
    inner = [i for i in range(len(captured)) if captured.operands[i]]
    if any(counts[i] > 1 for i in inner):
        return "double-visit"
    if any(counts[i] == 0 for i in inner if not (without_root and i == captured.root)):
        return "unvisited-node"
    place = {node: at for at, node in enumerate(order)}
    place.setdefault(captured.root, -1)
    for node in inner:
        if any(captured.operands[i] and place[i] < place[node] for i in captured.operands[node]):
            return "wrong-order"
    return None


def driver_place(bench: Bench, seen: Pass, cause: str) -> Place | None:
    """The line of a driver that a fault of order, number or seed comes from."""
    engine = bench.engine
    if engine.free_driver is not None:
        code = engine.free_driver.__code__
    else:
        from gradviz.sources.foreign.engine import code_of

        found = code_of(getattr(engine.cls, engine.roles.driver or "", None))
        if found is None:
            return None
        code = found
    call_line = None
    for call in seen.calls:
        if call.code.co_filename == code.co_filename:
            call_line = (call.code, place_of(call.code, call.lasti).line)
            break
    return Place(code.co_filename, lines.driver_line(code, cause, call_line))


def _reach(operands: Callable[[Any], list[Any]], root: Any) -> set[int]:
    seen, stack = {id(root)}, [root]
    while stack:
        for operand in operands(stack.pop()):
            if id(operand) not in seen:
                seen.add(id(operand))
                stack.append(operand)
    return seen


def compares_by_number(cls: type) -> bool:
    return any(
        name in base.__dict__ and base.__dict__[name] is not None
        for base in cls.__mro__
        if base is not object
        for name in ("__eq__", "__hash__")
    )


def equality_place(engine: Any) -> Place | None:
    from gradviz.sources.foreign.engine import code_of

    for name in ("__eq__", "__hash__"):
        code = code_of(getattr(engine.cls, name, None))
        if code is not None and not code.co_filename.startswith("<"):
            return Place(code.co_filename, code.co_firstlineno)
    return None
