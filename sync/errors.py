"""How sync says what went wrong: two ends of a command, and a refusal that travels.

Both programs, `kiosk` and `hq`, print the sentence on stderr (sync/console.py).
"""

from sync.protocol import Problem, Trouble


class BadInput(Exception):  # noqa: N818 - it is the person's input that is bad, not an error of ours
    """What was given can't be used; the program prints the sentence and exits with 2."""


class Failure(Exception):  # noqa: N818
    """What was asked could not be done; the program prints the sentence and exits with 1."""


class Refusal(Exception):  # noqa: N818
    """A request was not done: `problem` goes back to who asked, and says what to do about it."""

    def __init__(self, trouble: Trouble, sentence: str, *, nonce: str = "") -> None:
        super().__init__(sentence)
        self.problem = Problem(trouble=trouble, sentence=sentence, nonce=nonce)
