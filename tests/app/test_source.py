"""The source dock: which line is where, and what stands beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gradviz.app.source.code_view import CodeView
from gradviz.app.source.highlighter import PythonHighlighter
from gradviz.look.theme import load_theme
from gradviz.model.rule import Rule
from tests.app.conftest import OpenWindow


def colours(text: str) -> list[tuple[str, str]]:
    """The coloured pieces of a text with their colours, line by line."""
    view = CodeView(load_theme("dark"))
    view.show_text(text)
    out = []
    block = view.document().firstBlock()
    while block.isValid():
        for piece in block.layout().formats():
            colour = piece.format.foreground().color().name()
            start, length = piece.start, piece.length
            out.append((block.text()[start : start + length], colour))
        block = block.next()
    view.deleteLater()
    return out


def role(name: str) -> str:
    return load_theme("dark").color(f"syntax.{name}").name()


def test_python_is_coloured_by_what_it_is(qtbot: QtBot) -> None:
    assert colours("a = Value(-2.0, label='a')  # leaf") == [
        ("=", role("operator")),
        ("Value", role("type")),
        ("-", role("operator")),
        ("2.0", role("number")),
        ("=", role("operator")),
        ("'a'", role("string")),
        ("# leaf", role("comment")),
    ]


def test_a_string_over_several_lines_stays_a_string(qtbot: QtBot) -> None:
    text = 'x = """one\nfor two\n""" + y\nfor z in w: pass'
    found = colours(text)
    assert ("for two", role("string")) in found
    assert ("for", role("keyword")) in found
    assert ("+", role("operator")) in found


def test_a_hash_inside_a_string_is_no_comment(qtbot: QtBot) -> None:
    assert colours("'# no'") == [("'# no'", role("string"))]


def test_the_highlighter_follows_the_theme(qtbot: QtBot) -> None:
    view = CodeView(load_theme("dark"))
    qtbot.addWidget(view)
    view.show_text("for")
    view.set_theme(load_theme("light"))
    (piece,) = view.document().firstBlock().layout().formats()
    assert piece.format.foreground().color() == load_theme("light").color("syntax.keyword")
    assert isinstance(view.findChild(PythonHighlighter), PythonHighlighter | None)


def test_numbers_stand_beside_the_line_that_made_them(open_window: OpenWindow) -> None:
    window = open_window("reuse_twice", position=-1, size=(1600, 1000))
    numbers = window.source.code.columns.numbers
    assert {line: (n.data, n.grad) for line, n in numbers.items()} == {
        6: ("-2", "-3"), 7: ("3", "-8"), 8: ("-6", "1"), 9: ("1", "-6"), 10: ("-6", "1"),
    }  # fmt: skip
    assert not any(n.is_wrong for n in numbers.values())
    window.document.set_rule(Rule.OVERWRITE)
    assert {line for line, n in window.source.code.columns.numbers.items() if n.is_wrong} == {6, 7}


def test_values_still_to_come_have_no_numbers(open_window: OpenWindow) -> None:
    window = open_window("reuse_twice", position=2, size=(1600, 1000))
    assert set(window.source.code.columns.numbers) == {6, 7}


def test_a_line_of_several_values_says_how_many_until_one_is_meant(
    open_window: OpenWindow,
) -> None:
    window = open_window("mlp", size=(1600, 1000))
    document, code = window.document, window.source.code
    assert code.columns.counts == {8: 21, 9: 3}  # the network's parameters, and its inputs
    assert 12 in code.columns.numbers  # `out = net(x)` made many, and one is the result
    document.select(document.recording.graph.labels.index("x1"))
    assert code.columns.numbers[9].data == "3"
    assert code.columns.counts == {8: 21}
    document.select(None)
    assert code.columns.counts == {8: 21, 9: 3}


def test_a_click_on_a_line_selects_what_it_made(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("reuse_twice", size=(1600, 1000))
    code = window.source.code
    block = code.document().findBlockByLineNumber(8 - 1)
    y = code.blockBoundingGeometry(block).translated(code.contentOffset()).center().y()
    qtbot.mouseClick(code.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, round(y)))
    node = window.document.selected
    assert node is not None
    assert window.document.recording.graph.name(node) == "d"


def test_the_rule_panel_shows_the_step_with_its_numbers(open_window: OpenWindow) -> None:
    window = open_window("reuse_twice", position=9, size=(1600, 1000))
    assert window.source.rule.texts == [
        "Backward rule of d",
        "a.grad += b × d.grad",
        "-6 + 3 × 1 = -3",
        "b.grad += a × d.grad",
        "-6 + (-2) × 1 = -8",
        "For ×, each operand receives the other operand's value times the gradient of the result.",
    ]
    window.document.set_rule(Rule.OVERWRITE)
    assert window.source.rule.texts[1:3] == ["a.grad = b × d.grad", "-6 → 3 × 1 = 3"]


def test_who_comes_by_tab_leaves_by_tab_and_who_writes_indents(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("neuron", size=(1600, 1000))
    code = window.source.code
    text = code.text
    code.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(code, Qt.Key.Key_Tab)
    assert not code.hasFocus()
    code.setFocus(Qt.FocusReason.BacktabFocusReason)
    qtbot.keyClick(code, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert not code.hasFocus()
    assert code.text == text
    code.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(code, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(code, Qt.Key.Key_Tab)
    assert code.hasFocus()
    assert code.text == f"    {text}"


def test_the_text_keeps_its_place_while_one_steps_and_a_line_that_is_cut_is_read_whole(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("mlp", size=(1600, 1000))
    code = window.source.code
    widths = []
    for _ in range(2):
        for position in range(0, window.document.recording.length + 1, 7):
            window.document.seek(position)
            widths.append(code.columns.column)
    half = widths[len(widths) // 2 :]
    assert set(half) == {max(widths)}  # the width they once had they keep
    for numbers in code.columns.numbers.values():
        assert len(numbers.data) <= 8, "its end would be cut off"
        assert len(numbers.grad) <= 8, "its end would be cut off"
    lines = code.text.splitlines()
    longest = max(range(len(lines)), key=lambda i: len(lines[i]))
    code.reveal(longest + 1)
    at = code.cursorRect().center()
    QApplication.sendEvent(
        code.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, code.viewport().mapToGlobal(at))
    )
    assert QToolTip.text() == lines[longest].strip()
    QToolTip.hideText()


def test_a_narrow_dock_shows_the_program_rather_than_the_numbers_beside_it(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("neuron", size=(1600, 1000))
    code = window.source.code
    assert code.columns.column > 0
    wide = code.columns.column
    window.resizeDocks([window.source_dock], [230], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: code.columns.column == 0)
    assert code.viewport().width() > 150
    window.resizeDocks([window.source_dock], [336], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: code.columns.column > 0)
    assert code.columns.column == wide
    code.setPlainText("b = 1")  # whose numbers aren't known before it is run
    assert code.columns.column == 0


def test_numbers_cover_only_the_end_of_their_own_lines_and_it_can_be_scrolled_into_view(
    open_window: OpenWindow,
) -> None:
    window = open_window("neuron", position=10, size=(1600, 1000))
    code = window.source.code
    comment = min(i for i, text in enumerate(code.text.splitlines(), 1) if text[:1] == "#")
    assert code.columns.covered(comment) == 0
    bias = next(i for i, text in enumerate(code.text.splitlines(), 1) if text[:3] == "b =")
    code.reveal(bias)
    end = code.textCursor()
    end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    room = code.viewport().width() - code.columns.covered(bias)
    bar = code.horizontalScrollBar()
    bar.setValue(0)
    assert code.cursorRect(end).left() > room
    bar.setValue(bar.maximum())
    assert code.cursorRect(end).left() <= room
