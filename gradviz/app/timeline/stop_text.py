"""What is written at a stop of the timeline, by inks; the painter gives them colours."""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.app.table.rich_cell import Ink, Item, Piece
from gradviz.model.numbers import short_text, signed_text
from gradviz.model.positions import Phase
from gradviz.model.recording import Recording
from gradviz.model.tape import Write


@dataclass(frozen=True)
class StopText:
    """The label inside a stop and the two lines below it.

    `first` is the upper line in several lengths, longest first, to take the first that fits.
    `warns`: the step replaced a gradient.
    """

    label: str
    first: tuple[Item, ...] = ()
    second: Item = ()
    warns: bool = False


def stop_text(recording: Recording, position: int, here: int) -> StopText:
    """What the stop of `position` says when the playhead is at `here`.

    Numbers appear with the step that makes them: a step still to come shows none.
    """
    step = recording.step(position)
    graph = recording.graph
    is_done = position <= here
    if step.phase is Phase.START:
        return StopText("")
    label = graph.name(step.node)
    if step.phase is Phase.SEED:
        grad_of = (Piece(f"grad of {label}", Ink.QUIET),)
        return StopText("seed 1", (grad_of,), (Piece("1", Ink.GRAD),) if position == here else ())
    if step.phase is Phase.FORWARD:
        value = (Piece(short_text(float(recording.values[step.node])), Ink.DATA),)
        return StopText(label, _how_made(recording, step.node), value if is_done else ())
    writes = [recording.write(w) for w in step.writes]
    if not writes:
        return StopText(label, _LEAF, (Piece("no operands", Ink.QUIET),))
    names = [graph.name(write.target) for write in writes]
    amounts: list[Piece] = []
    for write in writes:
        if amounts:
            amounts.append(Piece(", ", Ink.CODE))
        amounts.append(_amount(recording, write))
    return StopText(
        label,
        ((Piece(f"→ {', '.join(names)}", Ink.CODE),), (Piece(f"→{','.join(names)}", Ink.CODE),)),
        tuple(amounts) if is_done else (),
        warns=is_done and any(write.replaces for write in writes),
    )


_LEAF = ((Piece("leaf", Ink.QUIET),),)


def _how_made(recording: Recording, node: int) -> tuple[Item, ...]:
    """'x1w1 + x2w2', or where that is too long 'x1w1+x2w2', or only '+'."""
    graph = recording.graph
    expression = graph.expression(node)
    if not expression:
        return _LEAF
    lengths = (expression, expression.replace(" ", ""), graph.symbol(node))
    return tuple((Piece(text, Ink.CODE),) for text in lengths)


def _amount(recording: Recording, write: Write) -> Piece:
    if not write.is_assignment:
        return Piece(signed_text(write.contribution), Ink.GRAD)
    ink = Ink.WRONG if write.replaces else Ink.GRAD
    return Piece(f"= {short_text(write.contribution)}", ink)


def short_stop_text(recording: Recording, position: int, here: int) -> StopText:
    """The stop where its label doesn't fit inside: name and number below."""
    step = recording.step(position)
    if step.phase in (Phase.START, Phase.SEED):
        return stop_text(recording, position, here)
    name = recording.graph.name(step.node)
    if step.phase is Phase.FORWARD:
        number = Piece(short_text(float(recording.values[step.node])), Ink.DATA)
    else:
        number = Piece(short_text(recording.grad(step.node, position)), Ink.GRAD)
    warns = position <= here and any(recording.replaces[w] for w in step.writes)
    number_if_done = (number,) if position <= here else ()
    return StopText(name, ((Piece(name, Ink.CODE),),), number_if_done, warns)


def place_in_phase(recording: Recording, position: int) -> tuple[str, str]:
    """'Step 3 of 5' and 'backward'."""
    step = recording.step(position)
    if step.phase is Phase.START:
        return "Start", "nothing computed"
    if step.phase is Phase.SEED:
        return "Seed", "backward begins"
    total = len(recording.graph) if step.phase is Phase.FORWARD else recording.backward_steps
    return f"Step {step.number:,} of {total:,}", step.phase.value
