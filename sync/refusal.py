"""A request that was not done, as it travels back."""

from sync.protocol import Problem, Trouble


class Refusal(Exception):  # noqa: N818
    """A request was not done: `problem` goes back to who asked, and says what to do about it."""

    def __init__(self, trouble: Trouble, sentence: str, *, nonce: str = "") -> None:
        super().__init__(sentence)
        self.problem = Problem(trouble=trouble, sentence=sentence, nonce=nonce)
