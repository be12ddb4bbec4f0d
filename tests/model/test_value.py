"""Value as a person uses it: micrograd's interface, and what is deliberately different."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gradviz import Value
from gradviz.model.recording import Recording

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_value_starts_with_micrograds_attributes() -> None:
    a = Value(2)
    assert (a.data, a.grad, a.label, a._prev, a._op) == (2.0, 0.0, "", (), "")
    assert repr(a) == "Value(data=2.0, grad=0.0)"


@pytest.mark.parametrize("number", [2, 2.0, True, np.float32(2), np.int64(2), Fraction(2)])
def test_data_is_a_float_whatever_number_it_was(number: float) -> None:
    assert type(Value(number).data) is float
    assert type((Value(1.0) + number).data) is float
    assert type((Value(1.0) ** number).data) is float


@pytest.mark.parametrize("thing", ["2", b"2", Value(2.0), None, [2.0]])
def test_what_is_not_a_number_is_refused(thing: float) -> None:
    with pytest.raises(TypeError):
        Value(thing)


@pytest.mark.parametrize(
    "operator", ["__add__", "__mul__", "__sub__", "__truediv__", "__pow__", "__radd__", "max"]
)
def test_a_text_is_not_read_as_a_number(operator: str) -> None:
    with pytest.raises(TypeError):
        getattr(Value(1.0), operator)("2")


def test_the_message_names_what_is_no_number() -> None:
    with pytest.raises(TypeError, match="takes a number, not 'two'"):
        Value(1.0) + "two"  # type: ignore[operator]


def test_a_numpy_number_on_the_left_makes_a_value() -> None:
    product = np.float64(3.0) * Value(2.0)
    assert isinstance(product, Value)
    assert product.data == 6.0


def test_values_have_no_order_and_are_equal_only_to_themselves() -> None:
    a, b = Value(1.0), Value(1.0)
    assert a != b
    assert len({a, b, a}) == 2
    with pytest.raises(TypeError):
        a < b  # type: ignore[operator]  # noqa: B015


@pytest.mark.parametrize(
    ("out", "op"),
    [
        (Value(1.0) + 2, "+"),
        (Value(1.0) * 2, "*"),
        (Value(1.0) ** 2, "**2"),
        (Value(1.0) ** -1, "**-1"),
        (Value(1.0) ** 0.5, "**0.5"),
        (Value(1.0).relu(), "ReLU"),
        (Value(1.0).tanh(), "tanh"),
        (Value(1.0).exp(), "exp"),
    ],
)
def test_ops_have_micrograds_names(out: Value, op: str) -> None:
    assert out._op == op


def test_operands_are_in_order_with_repeats() -> None:
    a, b = Value(2.0), Value(3.0)
    assert (b * a)._prev == (b, a)
    assert (a + a)._prev == (a, a)
    assert set((a + a)._prev) == {a}


@pytest.mark.parametrize(
    ("out", "expected"),
    [
        (5 - Value(2.0), 3.0), (5 / Value(2.0), 2.5), (5 + Value(2.0), 7.0), (5 * Value(2.0), 10.0),
        (2 ** Value(3.0), 8.0), (Value(2.0) - 5, -3.0), (Value(2.0) / 4, 0.5), (-Value(2.0), -2.0),
        (Value(2.0) ** Value(3.0), 8.0), (abs(Value(-2.0)), 2.0),
        (sum([Value(1.0), Value(2.0)]), 3.0),
    ],
)  # fmt: skip
def test_plain_numbers_stand_on_either_side(out: Value, expected: float) -> None:
    assert out.data == expected


# --- backward ---------------------------------------------------------------------------


def test_a_value_used_twice_in_a_sum_has_gradient_two() -> None:
    a = Value(3.0)
    (a + a).backward()
    assert a.grad == 2.0


def test_a_value_used_twice_in_a_product_has_twice_its_value() -> None:
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0


def test_a_value_used_fifty_times_collects_fifty_contributions() -> None:
    a, b = Value(2.0), Value(0.5)
    total = sum((a * b for _ in range(50)), Value(0.0))
    total.backward()
    assert (a.grad, b.grad) == (25.0, 100.0)


def test_an_unused_value_keeps_zero() -> None:
    a, unused = Value(2.0), Value(3.0)
    aside = a * unused
    (a * 4.0).backward()
    assert (a.grad, unused.grad, aside.grad) == (4.0, 0.0, 0.0)


def test_a_root_that_is_a_leaf_has_gradient_one() -> None:
    a = Value(2.0)
    a.backward()
    assert a.grad == 1.0


def test_a_second_backward_adds_to_the_leaves_and_starts_the_interior_afresh() -> None:
    a, b = Value(2.0), Value(-3.0)
    c = a * b
    d = c.tanh()
    d.backward()
    first, interior = a.grad, c.grad
    d.backward()
    assert (a.grad, c.grad, d.grad) == (2 * first, interior, 1.0)


def test_a_shared_leaf_collects_from_two_roots() -> None:
    a = Value(2.0)
    (a * 3.0).backward()
    (a * 4.0).backward()
    assert a.grad == 7.0


def test_the_lectures_manual_backward() -> None:
    x1, x2 = Value(2.0), Value(0.0)
    w1, w2 = Value(-3.0), Value(1.0)
    b = Value(6.8813735870195432)
    x1w1, x2w2 = x1 * w1, x2 * w2
    s = x1w1 + x2w2
    n = s + b
    o = n.tanh()

    o.grad = 1.0
    for v in (o, n, b, s, x2w2, x1w1):
        v._backward()

    grads = [round(v.grad, 6) for v in (x1, w1, x2, w2)]
    assert grads == [-1.5, 1.0, 0.5, 0.0]


def test_an_op_of_ones_own_as_the_lecture_writes_it() -> None:
    def cube(x: Value) -> Value:
        out = Value(x.data**3, (x,), "cube")

        def _backward() -> None:
            x.grad += 3 * x.data**2 * out.grad

        out._backward = _backward  # type: ignore[method-assign]
        return out

    a = Value(2.0)
    (cube(a) * 2.0).backward()
    assert a.grad == 24.0
    assert cube(a)._op == "cube"


def test_an_op_of_ones_own_without_a_backward_says_what_to_do() -> None:
    with pytest.raises(NotImplementedError, match="Set `_backward` on it yourself"):
        Value(8.0, (Value(2.0),), "cube").backward()


def test_an_op_of_ones_own_may_have_any_number_of_operands() -> None:
    a, b, c = Value(2.0), Value(3.0), Value(4.0)
    out = Value(9.0, (a, b, c), "+")
    assert out._prev == (a, b, c)
    with pytest.raises(NotImplementedError, match="Set `_backward` on it yourself"):
        out.backward()

    def _backward() -> None:
        for operand in out._prev:
            operand.grad += out.grad

    out._backward = _backward  # type: ignore[method-assign]
    (out * 5.0).backward()
    assert [a.grad, b.grad, c.grad] == [5.0, 5.0, 5.0]


def test_a_program_may_set_the_operands_itself() -> None:
    a, b = Value(2.0), Value(3.0)
    out = a + a
    out._prev = (a, b)
    out.backward()
    assert (a.grad, b.grad) == (1.0, 1.0)
    out._prev = ()
    assert out._prev == ()


def test_a_closure_on_a_known_op_wins_over_the_table() -> None:
    a = Value(0.5)
    t = a.tanh()

    def wrong() -> None:
        a.grad += 7.0 * t.grad

    t._backward = wrong  # type: ignore[method-assign]
    t.backward()
    assert a.grad == 7.0


@pytest.mark.parametrize(
    ("name", "slope"), [("+", 1.0), ("tanh", 1 - 0.25), ("**3", 12.0), ("exp", 0.5)]
)
def test_a_value_made_by_hand_with_a_known_op_has_its_derivative(name: str, slope: float) -> None:
    a = Value(2.0)
    operands = (a, Value(0.0)) if name == "+" else (a,)
    Value(0.5, operands, name).backward()
    assert a.grad == slope


def test_a_program_may_hang_its_own_attributes_on_a_value() -> None:
    a = Value(1.0)
    a.momentum = 0.9  # type: ignore[attr-defined]
    assert vars(a) == {"momentum": 0.9}


def test_training_moves_data_in_place() -> None:
    w = Value(3.0)
    for _ in range(50):
        loss = (w - 1.0) ** 2
        w.grad = 0.0
        loss.backward()
        w.data -= 0.1 * w.grad
    assert w.data == pytest.approx(1.0, abs=1e-3)


def test_a_subclass_works_with_the_operators() -> None:
    class Weight(Value):
        pass

    w = Weight(2.0)
    out = w * w + 1.0
    out.backward()
    assert (type(out), w.grad) == (Value, 4.0)


# --- copies -----------------------------------------------------------------------------


def test_a_deep_copy_is_independent_in_the_same_expression() -> None:
    a = Value(2.0, label="a")
    twin = copy.deepcopy(a)
    twin.data = 5.0
    out = a * 10.0 + twin
    out.backward()
    assert (a.grad, twin.grad, twin.label) == (10.0, 1.0, "a")
    assert Recording.of(out).values.tolist() == [2.0, 5.0, 10.0, 20.0, 25.0]


def copied(v: Value) -> Value:
    return copy.deepcopy(v)


def pickled(v: Value) -> Value:
    out: Value = pickle.loads(pickle.dumps(v))
    return out


@pytest.mark.parametrize("duplicate", [copied, pickled])
def test_a_copied_graph_has_gradients_of_its_own(duplicate: Callable[[Value], Value]) -> None:
    a = Value(2.0, label="a")
    a.momentum = 0.9  # type: ignore[attr-defined]
    out = (a**3).max(a).tanh() * a
    out.backward()
    twin = duplicate(out)
    assert (twin.grad, twin._op, twin._prev[1].label) == (1.0, "*", "a")
    assert vars(twin._prev[1]) == {"momentum": 0.9}
    leaf = twin._prev[1]
    leaf.grad = 0.0
    twin.backward()
    assert leaf.grad == a.grad
    assert twin._prev[0]._prev[0]._prev[0]._op == "**3"

    slope, a.grad, leaf.grad = a.grad, 0.0, 0.0
    (twin + out).backward()
    assert (leaf.grad, a.grad) == (slope, slope)
