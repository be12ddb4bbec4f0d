"""Letters that open a menu's entries by keyboard: underlined, and each entry has its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu


def give_letters(menu: QMenu) -> None:
    """To every entry of a menu, and of those within it, each time it is about to be seen:
    'Undo' may say by then what it undoes."""
    menu.aboutToShow.connect(lambda: _give(menu))
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            give_letters(inner)


def _give(menu: QMenu) -> None:
    actions = [action for action in menu.actions() if not action.isSeparator()]
    texts = [action.text().replace("&", "") for action in actions]
    for action, text, at in zip(actions, texts, letter_places(texts), strict=True):
        action.setText(text if at is None else f"{text[:at]}&{text[at:]}")


def letter_places(texts: Sequence[str]) -> list[int | None]:
    """For each text the place of its letter, None where there are too few letters for all.

    The initials of words come first, then the other letters. Only where all of its letters are
    taken does a text displace an earlier one that can do with another: with View and Edit
    above them, Save and Save as have but s and a, so Step gives its s away.
    """
    wanted = [_by_preference(text) for text in texts]
    owner: dict[str, int] = {}

    def settle(i: int, tried: set[str]) -> bool:
        """A letter for text i: a free one, else from whoever can do with another one."""
        letters = dict.fromkeys(texts[i][place].lower() for place in wanted[i])
        for letter in sorted(letters, key=owner.__contains__):  # the free ones first
            if letter not in tried:
                tried.add(letter)
                if letter not in owner or settle(owner[letter], tried):
                    owner[letter] = i
                    return True
        return False

    for i in range(len(texts)):
        settle(i, set())
    places: list[int | None] = [None] * len(texts)
    for letter, i in owner.items():
        places[i] = next(place for place in wanted[i] if texts[i][place].lower() == letter)
    return places


def _by_preference(text: str) -> list[int]:
    """Places of letters and digits: those that begin a word, then the others."""
    places = [i for i, letter in enumerate(text) if letter.isalnum()]
    return sorted(places, key=lambda i: (i > 0 and text[i - 1].isalnum(), i))
