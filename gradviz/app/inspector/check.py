"""The finite-difference check of the shown gradient, in a box whose colour and icon are its
verdict."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from gradviz.app.inspector.painted import Painted
from gradviz.app.inspector.patience import Patience
from gradviz.app.inspector.pieces import Pieces, code, plain_text, runs, words
from gradviz.app.inspector.subject import Subject
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box, paint_runs, runs_width, tone
from gradviz.look.theme import Theme
from gradviz.look.tones import ToneName
from gradviz.model.numbers import card_text, short_text
from gradviz.model.numeric import Agreement, NumericCheck
from gradviz.model.recording import Recording

Measure = Callable[[int], NumericCheck]
"""`document.numeric_check`."""

_LOOKS: dict[Agreement, tuple[ToneName, str]] = {
    Agreement.MATCH: ("success", "check"),
    Agreement.MISMATCH: ("error", "x"),
    Agreement.KINK: ("warning", "warning"),
    Agreement.UNDEFINED: ("neutral", "info"),
    Agreement.STALE: ("warning", "warning"),
}


class CheckBox(Painted):
    """The measured slope, and whether the final gradient agrees."""

    def __init__(self, theme: Theme, measure: Measure) -> None:
        super().__init__(theme)
        self._measure = measure
        self._patience = Patience(self)
        self._measured: tuple[Recording, int] | None = None
        self._check: NumericCheck | None = None
        self._is_final = True
        self.follow_width()

    @property
    def text(self) -> str:
        return plain_text(self._first) + (f" {self._aside}" if self._aside else "")

    def show_subject(self, subject: Subject) -> None:
        is_final = subject.explanation.is_complete
        if is_final != self._is_final:
            self._is_final = is_final
            self.update()
        wanted = (subject.recording, subject.node)
        if self._measured is not None and (
            self._measured[0] is wanted[0] and self._measured[1] == wanted[1]
        ):
            return
        self._measured = wanted
        self._check = None
        if not self._patience.do(lambda: self._take(subject.node), len(subject.graph)):
            self._changed()

    def forget(self) -> None:
        """Don't measure any more: another graph may be open by then."""
        self._patience.forget()
        self._measured = None

    def _take(self, node: int) -> None:
        self._check = self._measure(node)
        self._changed()

    def _changed(self) -> None:
        self.setAccessibleName(self.text)
        self.setToolTip(self._tip)
        self.updateGeometry()
        self.update()

    # --- words --------------------------------------------------------------------------

    @property
    def _first(self) -> Pieces:
        check = self._check
        if check is None:
            return (words("measuring the slope…", "text.muted", 12),)
        if check.agreement is Agreement.UNDEFINED:
            return (words("no finite slope to compare with", "text.secondary", 12),)
        if check.agreement is Agreement.KINK:
            left, right = short_text(check.left), short_text(check.right)
            return (
                words("kink: slope ", "warning.text", 12), code(left, "warning.text", 12),
                words(" left, ", "warning.text", 12), code(right, "warning.text", 12),
                words(" right", "warning.text", 12),
            )  # fmt: skip
        return (code("numeric "), code(card_text(check.slope)))

    @property
    def _verdict(self) -> Pieces:
        if self._check is not None and self._check.agreement is Agreement.MISMATCH:
            return (code(f"off by {card_text(self._check.off_by)}", "error.text"),)
        if self._check is not None and self._check.agreement is Agreement.STALE:
            return (words("for one pass alone", "warning.text", 12),)
        return ()

    @property
    def _aside(self) -> str:
        if self._check is None:
            return ""
        kind = "central" if self._is_final else "final grad"
        return f"{kind}, h = {_h_text(self._check.h)}"

    @property
    def _tip(self) -> str:
        if self._check is None:
            return ""
        grad = short_text(self._check.grad)
        return (
            f"The value is nudged by h up and down and the root's change is measured. "
            f"It is compared with the final gradient, {grad} ({self._aside})."
        )

    # --- painting -----------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return 34 if self._fits_one_line(width) else 52

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 34)

    @property
    def _has_icon_first(self) -> bool:
        """A match is a quiet mark after the number; all else begins with its icon."""
        return self._check is not None and self._check.agreement is not Agreement.MATCH

    def _fits_one_line(self, width: float) -> bool:
        if self._has_icon_first:
            return False
        # The longer of the two asides decides, so that stepping doesn't change the height.
        aside = words("final grad, h = 2e-4", size=12)
        used = runs_width(runs((*self._first, *self._verdict, aside), self.theme))
        return used + 24 + 24 + 12 <= width

    def paint(self, painter: QPainter) -> None:
        agreement = self._check.agreement if self._check is not None else Agreement.UNDEFINED
        tone_name, icon = _LOOKS[agreement]
        colors = tone(self.theme, tone_name)
        box = QRectF(self.rect())
        border = colors.border
        if tone_name == "neutral":
            border = self.theme.color("border.default")
        paint_box(painter, box, METRICS.radius_control, colors.fill, border)
        one_line = self._fits_one_line(self.width())
        left = 12.0
        top = QRectF(left, 7, box.width() - 24, 20)
        if self._has_icon_first:
            paint_icon(
                painter, "error" if icon == "x" else icon, QRectF(left, 9, 16, 16), colors.text
            )
            top = top.adjusted(26, 0, 0, 0)
        spot = paint_runs(painter, top, runs(self._first, self.theme))
        x = spot.right() + 8
        if icon in ("check", "x") and self._check is not None:
            paint_icon(painter, icon, QRectF(x, 10, 14, 14), colors.text)
            x += 20
        verdict = runs(self._verdict, self.theme)
        aside = runs((words(self._aside, "text.secondary", 12),), self.theme)
        if x + runs_width(verdict) <= top.right():
            paint_runs(painter, QRectF(x, 7, top.right() - x, 20), verdict)
        else:  # the method gives way to what was found
            aside = verdict
        if one_line:
            room = QRectF(x, 7, box.right() - 12 - x, 20)
            width = min(runs_width(aside), room.width())
            paint_runs(painter, QRectF(room.right() - width, 7, width + 1, 20), aside)
        else:
            paint_runs(painter, QRectF(top.x(), 26, top.width(), 18), aside)


def _h_text(h: float) -> str:
    """'1e-4', '0.02': two digits, without the exponent's padding."""
    text = f"{h:.1e}" if h < 1e-2 else f"{h:.2g}"
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa.removesuffix('.0')}{e}{int(exponent)}" if e else text
