"""The two ways a command ends badly, of `kiosk` and of `hq`: both print the sentence on stderr."""


class BadInput(Exception):  # noqa: N818 - it is the person's input that is bad, not an error of ours
    """What was given can't be used; the program prints the sentence and exits with 2."""


class Failure(Exception):  # noqa: N818
    """What was asked could not be done; the program prints the sentence and exits with 1."""
