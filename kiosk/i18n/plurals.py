"""One English text for singular and plural, split by both the extractor and the translator.

Qt gives a plural one source text, `qsTr("%n truck(s)", "", count)`; gettext wants two.

>>> split("%n truck(s)")
('%n truck', '%n trucks')
>>> split("%n man|%n men")
('%n man', '%n men')
>>> split("%n waiting")
('%n waiting', '%n waiting')
>>> split("%n truck(s) (all lanes)")
('%n truck (all lanes)', '%n trucks (all lanes)')
>>> split("Truck(s)") is None
True
"""

import re

_ENDING = re.compile(r"(?<=\w)\(([a-z]{1,3})\)")


def split(text: str) -> tuple[str, str] | None:
    """Singular and plural of a source text that counts, None for one without `%n`."""
    if "%n" not in text:
        return None
    if "|" in text:
        singular, _, plural = text.partition("|")
        return singular, plural
    return _ENDING.sub("", text), _ENDING.sub(r"\1", text)
