"""One-time codes for enrolment, made to be read out over the telephone: seven random digits and a
check digit, "1234 5671".

The check digit is H. M. Damm's (2004): it finds every single wrong digit and every exchange of two
neighbours, the slips that people make.
"""

import secrets
import unicodedata

from sync.errors import BadInput

DIGITS = 8

# the quasigroup of order 10 of Damm's thesis
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_code() -> str:
    """A code as it is stored: eight digits."""
    digits = f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}}"
    return digits + str(_check(digits))


def spoken(code: str) -> str:
    """As it is shown and said.

    >>> spoken("12345678")
    '1234 5678'
    """
    return f"{code[:4]} {code[4:]}"


def read_code(text: str) -> str:
    """What a person typed, as it is stored. Digits of any script and of full width are digits;
    spaces, hyphens and dots between them are nothing. Raises BadInput with one sentence."""
    digits = ""
    for letter in text:
        if (digit := unicodedata.decimal(letter, None)) is not None:
            digits += str(digit)
        elif not (letter.isspace() or unicodedata.category(letter) in ("Pd", "Po", "Cf")):
            raise BadInput(f"A code has {DIGITS} digits, such as {spoken('57241064')}; no letters.")
    if len(digits) != DIGITS:
        raise BadInput(f"A code has {DIGITS} digits; {len(digits)} were given.")
    if _check(digits):
        raise BadInput(
            "A digit of the code is wrong, or two changed places; have it read out again."
        )
    return digits


def _check(digits: str) -> int:
    """The digit that follows; 0 where the last one is the right one."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
