"""Observation sees every write, changes nothing, and leaves no trace."""

from __future__ import annotations

import pytest

from gradviz.sources.foreign import ProgramObserver
from gradviz.sources.request import LeafEdit
from tests.check.corpus import CORPUS
from tests.sources.foreign.engines import LECTURE, NEURON, check, run

SLOTS = LECTURE.replace(
    "class Value:\n",
    'class Value:\n    __slots__ = ("data", "grad", "_backward", "_prev", "_op", "label")\n',
)


def gradients(text: str) -> list[float]:
    module: dict[str, object] = {}
    exec(text, module)
    return [module[name].grad for name in ("x1", "x2", "w1", "w2", "b", "n", "o")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", [LECTURE, SLOTS], ids=["dict", "slots"])
def test_observing_changes_no_gradient(engine: str) -> None:
    _, module = run(engine + NEURON)
    seen = [getattr(module, name).grad for name in ("x1", "x2", "w1", "w2", "b", "n", "o")]
    assert seen == gradients(engine + NEURON)


@pytest.mark.parametrize("engine", [LECTURE, SLOTS], ids=["dict", "slots"])
def test_every_hook_is_gone_afterwards(engine: str) -> None:
    _, module = run(engine + NEURON)
    space: dict[str, type] = {}
    exec(engine, space)
    names = set(vars(module.Value)) - {"__weakref__"}
    assert names == set(vars(space["Value"])) - {"__weakref__"}
    assert not hasattr(module.Value.__init__, "__wrapped__")
    assert not hasattr(module.Value.backward, "__wrapped__")


def test_each_write_has_its_line_and_its_node() -> None:
    observer, module = run(LECTURE + NEURON)
    seen = observer.watch.passes[-1]
    assert seen.root is module.o
    text = LECTURE.splitlines()
    to_b = [w for w in seen.writes if w.target is module.b]
    assert [w.after for w in to_b] == [module.b.grad]
    assert text[to_b[0].place.line - 1].strip() == "other.grad += out.grad"
    assert to_b[0].running is module.n


def test_the_tape_of_a_pass_ends_at_the_programs_gradients() -> None:
    report = check(LECTURE + NEURON)
    picture = report.picture
    assert picture is not None
    last = dict(zip(picture.write_target, picture.write_after, strict=True))
    for node, grad in last.items():
        assert picture.gradients[node] == grad == pytest.approx(picture.expected[node])
    assert len(picture.step_start) == len(picture.step_node) + 1


def test_a_repeated_operand_is_two_edges_though_a_set_keeps_one() -> None:
    report = check(LECTURE + "a = Value(3.0, label='a')\nb = a + a\nb.backward()\n")
    assert (report.values, report.edges) == (2, 2)


def test_editing_a_leaf_reruns_the_program_with_another_number() -> None:
    _, module = run(LECTURE + NEURON, ProgramObserver((LeafEdit(creation=2, value=-2.0),)))
    assert module.w1.data == -2.0
    assert module.x1.data == 2.0


def test_values_that_are_made_in_new_are_seen_and_edited_like_any_other() -> None:
    text = (CORPUS / "right" / "is_a_float.py").read_text()
    report = check(text)
    assert (report.status, report.values, report.backward_passes) == ("correct", 4, 1)
    assert report.picture is not None
    creation = report.picture.creation
    _, module = run(text, ProgramObserver((LeafEdit(int(creation[1]), 5.0),)))
    assert (float(module.b), module.a.grad, module.b.grad) == (5.0, 6.0, 2.0)


def test_a_number_given_by_its_name_is_edited_too() -> None:
    text = """
class Value:
    def __init__(self, *, label, data, children=()):
        self.label, self.data, self.children, self.grad = label, data, children, 0.0

    def __mul__(self, other):
        return Value(label="*", data=self.data * other.data, children=(self, other))

    def backward(self):
        self.grad = 1.0

a = Value(label="a", data=2.0)
b = Value(label="b", data=3.0)
c = a * b
"""
    for creation, data in enumerate([(5.0, 3.0, 15.0), (2.0, 5.0, 10.0)]):
        _, module = run(text, ProgramObserver((LeafEdit(creation, value=5.0),)))
        assert (module.a.data, module.b.data, module.c.data) == data


def test_a_program_that_clears_and_steps_its_leaves_is_judged_by_the_pass() -> None:
    steps = """
for _ in range(3):
    o = (a * b).tanh()
    a.grad = b.grad = 0.0
    o.backward()
    a.data -= 0.1 * a.grad
    b.data -= 0.1 * b.grad
"""
    report = check(LECTURE + "a, b = Value(0.5), Value(-0.7)\n" + steps)
    assert report.status == "correct"
    assert report.backward_passes == 3
    assert [p.number for p in report.passes] == [1, 2, 3]


def test_a_pass_by_hand_is_a_pass() -> None:
    by_hand = "o.grad = 1.0\no._backward()\nn._backward()\n"
    report = check(LECTURE + NEURON.replace("o.backward()\n", by_hand))
    assert report.root is not None
    assert report.root.label == "o"
    assert report.passes[0].by_hand


def test_a_graph_that_backward_lets_go_of_is_shown_whole() -> None:
    frees = LECTURE.replace(
        "            node._backward()\n",
        "            node._backward()\n"
        "            node._prev, node._backward = set(), lambda: None\n",
    )
    assert frees != LECTURE
    kept, whole = check(frees + NEURON), check(LECTURE + NEURON)
    assert kept.status == "correct"
    assert (kept.values, kept.edges) == (whole.values, whole.edges)


def test_a_gradient_that_the_program_gave_the_root_is_the_seed() -> None:
    seeded = LECTURE.replace("        self.grad = 1.0\n", "")
    assert seeded != LECTURE
    text = seeded + NEURON.replace("o.backward()", "o.grad = 1.0\no.backward()")
    picture = check(text).picture
    assert picture is not None
    assert list(picture.step_node[:2]) == [picture.root, picture.root]
    assert list(picture.step_start[:3]) == [0, 1, 2]
    assert (picture.write_target[0], picture.write_after[0]) == (picture.root, 1.0)
    assert picture.write_adjoint[1] == 1.0


def test_a_second_pass_adds_to_what_the_leaves_kept() -> None:
    text = (
        "from gradviz import Value\n"
        'a, b = Value(2.0, label="a"), Value(3.0, label="b")\n'
        "f = a * b * a\nf.backward()\ng = a + b\ng.backward()\n"
    )
    report = check(text)
    assert report.picture is not None
    by_name = dict(zip(report.picture.labels, report.picture.gradients, strict=True))
    assert by_name["a"] == 2 * 2.0 * 3.0 + 1
    assert by_name["b"] == 2.0 * 2.0 + 1


def test_a_metaclass_that_cannot_compare_its_classes_is_left_alone() -> None:
    text = (
        "class Meta(type):\n"
        "    def __eq__(cls, other): return Unknown is other\n"
        "    __hash__ = None\n"
        "class Odd(metaclass=Meta):\n"
        "    grad = 0.0\n"
        "    def __init__(self): pass\n"
        "class Odder(Odd): pass\n"
        "Odder()\n"
    )
    assert check(text + LECTURE + NEURON).status == "correct"


def test_passes_that_only_return_gradients_are_counted_and_their_function_is_put_back() -> None:
    text = (CORPUS / "right" / "places_in_a_list.py").read_text()
    observer, module = run(text + "again = backward(a * b)\n")
    seen = observer.watch.passes
    assert [each.root.value for each in seen] == [pytest.approx(0.0183, abs=1e-4), -6.0]
    assert not hasattr(module.backward, "__wrapped__")
    module.backward(module.a)
    assert len(observer.watch.passes) == 2
