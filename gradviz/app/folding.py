"""Folding: the commands that open and close groups, and the actions they belong to."""

from __future__ import annotations

from collections.abc import Callable

from gradviz.app.actions import Actions
from gradviz.app.document import Document
from gradviz.layout.fold import Fold


class Folding:
    """Each command makes another Fold of the document's; without groups none does anything."""

    def __init__(self, document: Document, actions: Actions) -> None:
        self._document = document
        self._actions = actions
        commands: dict[str, Callable[[], None]] = {
            "toggle_group": self.toggle_selected,
            "reveal": self.reveal_selected,
            "open_level": self.open_one_level,
            "close_level": self.close_one_level,
            "open_groups": self.open_all,
            "close_groups": self.close_all,
            "groups": lambda: self.show_groups(actions["groups"].isChecked()),
            "labels": lambda: self.show_labels(actions["labels"].isChecked()),
            "value_labels": lambda: self.show_value_labels(actions["value_labels"].isChecked()),
        }
        for name, command in commands.items():
            actions[name].triggered.connect(lambda _=False, command=command: command())
        document.graph_opened.connect(self._enable_actions)
        document.layout_changed.connect(self._enable_actions)
        document.selection_changed.connect(self._enable_actions)
        self._enable_actions()

    def _enable_actions(self) -> None:
        fold, whole = self.fold, self._document.fold
        is_grouped = fold is not None and fold.is_grouped
        for name, enabled in {
            "toggle_group": self.selected is not None,
            "reveal": self.hides(self._document.selected) or self._is_closed_selected,
            "open_level": fold is not None and fold.can_go_deeper,
            "close_level": fold is not None and fold.can_go_shallower,
            "open_groups": fold is not None and fold.can_go_deeper,
            "close_groups": fold is not None and fold.can_go_shallower,
            "groups": fold is not None,
            "labels": whole is not None,
            "value_labels": whole is not None,
        }.items():
            self._actions[name].setEnabled(enabled)
        self._actions["groups"].setChecked(is_grouped)
        self._actions["labels"].setChecked(whole is not None and whole.has_labels)
        self._actions["value_labels"].setChecked(whole is not None and whole.labels_values)

    @property
    def fold(self) -> Fold | None:
        """The document's fold, if its graph has groups."""
        fold = self._document.fold
        return fold if fold is not None and len(fold.groups) else None

    def toggle(self, group: int) -> None:
        """Open a closed group, close an open one."""
        if self.fold is not None:
            self._document.select_group(group)
            self._document.set_fold(self.fold.toggled(group))

    def toggle_selected(self) -> None:
        """The selected group; of a selected value, the group that hides it, or else the one
        around it."""
        group, fold = self.selected, self.fold
        if group is not None and fold is not None:
            if self._document.selected is None:
                self._document.select_group(group)
            self._document.set_fold(fold.toggled(group))

    @property
    def selected(self) -> int | None:
        """The group that `toggle_selected` is about."""
        fold, document = self.fold, self._document
        if fold is None or not fold.is_grouped:
            return None
        if document.selected_group is not None or document.selected is None:
            return document.selected_group
        hidden = int(fold.hidden_in[document.selected])
        around = fold.around(document.selected)
        return hidden if hidden >= 0 else around[0] if around else None

    def open_one_level(self) -> None:
        if self.fold is not None:
            self._document.set_fold(self.fold.deeper())

    def close_one_level(self) -> None:
        if self.fold is not None:
            self._document.set_fold(self.fold.shallower())

    def open_to(self, depth: int) -> None:
        """Open every group that has fewer than `depth` around it, and close the others."""
        if self.fold is not None:
            self._document.set_fold(self.fold.to_depth(depth))

    def open_all(self) -> None:
        if self.fold is not None:
            self._document.set_fold(self.fold.to_depth(len(self.fold.groups)))

    def close_all(self) -> None:
        if self.fold is not None:
            self._document.set_fold(self.fold.to_depth(0))

    def show_groups(self, on: bool) -> None:
        fold = self.fold
        if fold is not None and on != fold.is_grouped:
            self._document.select(self._document.selected)  # no group stays selected
            self._document.set_fold(fold.to_depth(len(fold.groups)) if on else fold.ungrouped())

    def show_labels(self, on: bool) -> None:
        """Busy leaves as labels beside their users; this works without groups, too."""
        fold = self._document.fold
        if fold is not None and on != fold.has_labels:
            self._document.set_fold(fold.with_labels(on))

    def show_value_labels(self, on: bool) -> None:
        """What an op made likewise; it keeps its card."""
        fold = self._document.fold
        if fold is not None and on != fold.labels_values:
            self._document.set_fold(fold.with_value_labels(on))

    def hides(self, node: int | None) -> bool:
        """Whether a closed group stands for a value."""
        fold = self.fold
        return node is not None and fold is not None and bool(fold.hidden_in[node] >= 0)

    def reveal_selected(self) -> None:
        """Open every group that hides the selected value; a selected group, if it is closed."""
        node, fold = self._document.selected, self.fold
        if node is not None and fold is not None:
            self._document.set_fold(fold.showing(node))
        elif self._is_closed_selected:
            self.toggle_selected()

    @property
    def _is_closed_selected(self) -> bool:
        group, fold = self._document.selected_group, self.fold
        return group is not None and fold is not None and not fold.is_open[group]
