"""The two ways a command ends badly. Both carry one sentence that says what to do.

>>> raise BadInput("The file plates.csv is empty; export it again from the port's system.")
Traceback (most recent call last):
kiosk.errors.BadInput: The file plates.csv is empty; export it again from the port's system.
"""


class BadInput(Exception):  # noqa: N818 - it is the person's input that is bad, not an error of ours
    """What was given can't be used; `kiosk` prints the sentence on stderr and exits with 2."""


class Failure(Exception):  # noqa: N818
    """What was asked could not be done; `kiosk` prints the sentence on stderr and exits with 1."""
