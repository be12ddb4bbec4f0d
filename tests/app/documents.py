"""Documents for tests of single panels: no window, no layout."""

from __future__ import annotations

from gradviz.app.document import Document
from gradviz.app.program import NO_PROGRAM
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from gradviz.sources.examples import find_example
from gradviz.sources.program import record_program


def document_of(recording: Recording) -> Document:
    return Document(recording)


def example_document(name: str, rule: Rule = Rule.ACCUMULATE) -> Document:
    return document_of(record_program(find_example(name).path, rule))


def chain_document(ops: int) -> Document:
    """a · b · b · b … with an occasional + a."""
    a, b = Value(1.0, label="a"), Value(0.5, label="b")
    out = a
    for i in range(ops):
        out = out * b if i % 3 else out + a
    return document_of(Recording.of(out))


def open_recording(document: Document, recording: Recording) -> None:
    """Open another graph in the same document."""
    document.open(recording, NO_PROGRAM)
