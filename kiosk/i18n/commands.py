"""`kiosk translit`: text in another script of its language."""

import click

from kiosk.errors import BadInput
from kiosk.i18n.translit import kk_arab

TARGETS = {"kk_Arab": kk_arab}


@click.command()
@click.option("--to", "target", required=True, metavar="SCRIPT", help="kk_Arab")
@click.argument("text", nargs=-1, required=True)
def translit(target: str, text: tuple[str, ...]) -> None:
    """Write Kazakh Cyrillic TEXT in the Arabic script of Xinjiang.

    A draft to be read over: Xinjiang's vocabulary differs in places.
    """
    if target not in TARGETS:
        known = ", ".join(TARGETS)
        raise BadInput(f"There is no transliteration to {target}; there is one to {known}.")
    click.echo(TARGETS[target](" ".join(text)))
