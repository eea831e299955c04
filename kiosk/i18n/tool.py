"""Keep the catalogues: `python -m kiosk.i18n.tool extract|update|gaps|fill|…`.

extract  writes translations/kiosk.pot from the sources
update   brings every .po up to the sources; what is no longer used stays at the end, obsolete
gaps     prints what lacks a translation, as JSON lines for translators
fill     takes such lines back, with translations (kiosk/i18n/exchange.py has their form)
draft    fills what kk_Arab_CN lacks by transliterating kk_KZ, marked fuzzy: to be read over
prune    drops obsolete messages
compile  writes the .mo files
check    one line for each trouble; exit code 1 if there is any
"""

import json
import sys
from typing import TextIO

import click

from kiosk.errors import BadInput
from kiosk.i18n import catalogue_files as files
from kiosk.i18n import exchange
from kiosk.i18n.catalogue import DOMAIN, TRANSLATIONS
from kiosk.i18n.check import check as find_troubles
from kiosk.i18n.translit import kk_arab


@click.group(help=__doc__)
def tool() -> None:
    pass


@tool.command()
def extract() -> None:
    """Write the template."""
    files.write(files.extract(), TRANSLATIONS / f"{DOMAIN}.pot")


@tool.command()
def update() -> None:
    """Write the template and bring every catalogue up to it."""
    template = files.extract()
    files.write(template, TRANSLATIONS / f"{DOMAIN}.pot")
    for code in files.TARGETS:
        fresh = files.updated(code, template)
        files.write(fresh, files.po_path(code))
        empty = sum(not all(files.forms(m.string)) for m in fresh if m.id)
        click.echo(f"{code}: {len(fresh)} messages, {empty} to translate")


@tool.command()
def gaps() -> None:
    """Print what lacks a translation."""
    for row in exchange.gaps():
        click.echo(json.dumps(row, ensure_ascii=False))


@tool.command()
@click.argument("file", type=click.File(encoding="utf-8"))
def fill(file: TextIO) -> None:
    """Take translations from FILE (- for standard input)."""
    try:
        click.echo(f"{exchange.fill(file)} translations taken")
    except BadInput as wrong:
        raise click.UsageError(str(wrong)) from None


@tool.command()
def draft() -> None:
    """Fill gaps of kk_Arab_CN from kk_KZ, as fuzzy."""
    cyrillic, arabic = files.read("kk_KZ"), files.read("kk_Arab_CN")
    filled = 0
    for message in arabic:
        theirs = cyrillic.get(files.forms(message.id)[0], message.context) if message.id else None
        if (
            theirs is None
            or any(files.forms(message.string))
            or not all(files.forms(theirs.string))
        ):
            continue
        drafts = [kk_arab(form) for form in files.forms(theirs.string)]
        message.string = tuple(drafts) if message.pluralizable else drafts[0]
        message.flags.add("fuzzy")
        filled += 1
    files.write(arabic, files.po_path("kk_Arab_CN"))
    click.echo(f"kk_Arab_CN: {filled} drafts")


@tool.command()
def prune() -> None:
    """Drop obsolete messages."""
    for code in files.TARGETS:
        catalogue = files.read(code)
        catalogue.obsolete.clear()
        files.write(catalogue, files.po_path(code))


@tool.command(name="compile")
def compile_() -> None:
    """Write the .mo files."""
    click.echo(f"{files.compile_all()} catalogues compiled")


@tool.command()
def check() -> None:
    """Say what is missing or wrong."""
    troubles = find_troubles()
    for line in troubles:
        click.echo(line)
    if troubles:
        click.echo(f"{len(troubles)} troubles in the catalogues.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    tool()
