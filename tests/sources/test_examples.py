"""Finding an example by the names a person would type."""

from __future__ import annotations

import pytest

from gradviz.sources.examples import NoSuchExample, find_example


@pytest.mark.parametrize("name", ["reuse_twice", "reuse-twice", "Reuse_Twice", "reuse_twice.py"])
def test_an_example_is_found_however_its_name_is_written(name: str) -> None:
    assert find_example(name).name == "reuse_twice"


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(NoSuchExample, match=r"no example called 'neurone'.*neuron, reuse_once"):
        find_example("neurone")


def test_an_example_has_a_title_and_its_notes() -> None:
    neuron = find_example("neuron")
    assert neuron.title == "The lecture's neuron: o = tanh(x1·w1 + x2·w2 + b)"
    assert neuron.notes.startswith("Source: ")
