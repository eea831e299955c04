"""Is every catalogue whole and right? One line for each trouble."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from kiosk.i18n import catalogue_files as files
from kiosk.i18n.catalogue import TRANSLATIONS
from kiosk.i18n.catalogue_files import forms
from kiosk.i18n.spelling import placeholders, troubles


def check(folder: Path = TRANSLATIONS) -> list[str]:
    """All troubles of all catalogues against the sources, none if all is well."""
    template = files.extract(folder)
    found = list(_uncommented(template))
    for code in files.TARGETS:
        if not files.po_path(code, folder).exists():
            found.append(f"{code}: no catalogue; run `python -m kiosk.i18n.tool update`")
            continue
        found.extend(f"{code}: {line}" for line in _locale(code, template, folder))
    return found


def _uncommented(template: Catalog) -> Iterator[str]:
    for message in template:
        if message.id and not message.auto_comments:
            where = ", ".join(name for name, _ in message.locations)
            yield f"{where}: no comment for the translator above {_source(message)!r}"
        for text in forms(message.id):
            for trouble in troubles("en", text, text):
                yield f"en: {text!r}: {trouble}"


def _locale(code: str, template: Catalog, folder: Path) -> Iterator[str]:
    catalogue = files.read(code, folder)
    for wanted in template:
        if not wanted.id:
            continue
        message = catalogue.get(_key(wanted), wanted.context)
        if message is None:
            yield f"missing: {_source(wanted)!r}; run `python -m kiosk.i18n.tool update`"
        elif not all(forms(message.string)):
            yield f"not translated: {_source(wanted)!r}"
        elif message.fuzzy:
            yield f"fuzzy: {_source(wanted)!r}"
        else:
            for trouble in _message(code, catalogue, message):
                yield f"{_source(wanted)!r}: {trouble}"
    for message in catalogue:
        if message.id and template.get(_key(message), message.context) is None:
            yield f"obsolete: {_source(message)!r}; run `python -m kiosk.i18n.tool prune`"
    for message in catalogue.obsolete.values():
        yield f"obsolete: {_source(message)!r}; run `python -m kiosk.i18n.tool prune`"


def _message(code: str, catalogue: Catalog, message: Message) -> Iterator[str]:
    source = forms(message.id)[-1]
    strings = forms(message.string)
    if message.pluralizable and len(strings) != catalogue.num_plurals:
        yield f"{len(strings)} forms, {catalogue.num_plurals} wanted"
    for text in strings:
        wanted, got = placeholders(source), placeholders(text)
        if wanted != got:
            yield f"placeholders {' '.join(got) or 'none'}, {' '.join(wanted) or 'none'} wanted"
        if text.count("\n") != source.count("\n"):
            yield "another number of lines"
        yield from troubles(code, text, source)
    yield from (str(error) for error in message.check(catalogue))


def _key(message: Message) -> str:
    """What Babel's Catalog.get wants: the singular."""
    return forms(message.id)[0]


def _source(message: Message) -> str:
    text = "|".join(dict.fromkeys(forms(message.id)))
    return f"{text} [{message.context}]" if message.context else text
