"""Unsupported: what gradviz can't examine, said to a person."""


class Unsupported(Exception):
    """A class gradviz can't examine yet; the text says why, for a person."""


class NoExercise(Unsupported):
    """A class that gradviz can't build expressions with; a program's own graph it can judge."""
