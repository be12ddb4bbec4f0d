"""What the launcher raises when it can't go on."""


class LaunchFailed(Exception):
    """Something outside gradviz is in the way.

    Its text is for the person at the terminal: what happened, where, what to try. It is
    printed as it is after `gradviz: `, and the command exits with 2.
    """
