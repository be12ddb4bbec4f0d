"""The comparison of the recording that is shown, made when it is first asked for."""

from __future__ import annotations

from gradviz.app.document import Document
from gradviz.model.compare import Comparison
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule


class Comparing:
    """Shared by the panel that shows it and by the commands that go through it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._made: tuple[Recording, Comparison] | None = None

    @property
    def comparison(self) -> Comparison:
        recording = self._document.recording
        if self._made is None or self._made[0] is not recording:
            self._made = recording, Comparison(recording)
        return self._made[1]

    @property
    def may_diverge(self) -> bool:
        """Whether there is a divergence to go to, told without comparing every write."""
        recording = self._document.recording
        return (
            recording.rule is not Rule.ACCUMULATE
            and len(recording.wrong_nodes) + len(recording.stale_nodes) > 0
            and len(recording.tape.target) > 0
        )
