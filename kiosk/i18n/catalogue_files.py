"""The catalogue files: extracted, updated, compiled. No dates and no line numbers go in, so that
a file changes only when a text does."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kiosk.i18n.catalogue import DOMAIN, TRANSLATIONS
from kiosk.i18n.locales import LOCALES, SOURCE

TARGETS = tuple(code for code in LOCALES if code != SOURCE)

_BORN = datetime(2026, 1, 1, tzinfo=UTC)  # of every catalogue, for good
_HEADER = "# {} of the driver home's kiosk.\n# Apache-2.0, as the kiosk.\n#"

# Of CLDR, as gettext wants them. Written out, since gettext counts by this line alone.
PLURAL_FORMS = {
    "zh_CN": "nplurals=1; plural=0;",
    "kk_KZ": "nplurals=2; plural=(n != 1);",
    "kk_Arab_CN": "nplurals=2; plural=(n != 1);",
    "ru_RU": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "ug_CN": "nplurals=2; plural=(n != 1);",
}


def forms(text: str | Sequence[str] | None) -> list[str]:
    """The forms of a message's id or string, one or as many as it has plurals.

    >>> forms("truck"), forms(("truck", "trucks")), forms(None)
    (['truck'], ['truck', 'trucks'], [''])
    """
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def po_path(code: str, folder: Path = TRANSLATIONS) -> Path:
    return folder / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def empty(code: str | None) -> Catalog:
    """A catalogue without messages; of no locale, the template."""
    header = _HEADER.format(f"The {LOCALES[code].tag} texts" if code else "All texts")
    catalogue = Catalog(
        locale=code,
        copyright_holder="the driver home's authors",
        msgid_bugs_address="the repository's issues",
        domain=DOMAIN,
        project="driver-home",
        version="1",
        header_comment=header,
        creation_date=_BORN,
        revision_date=_BORN,
        charset="utf-8",
        fuzzy=False,
        last_translator="the driver home's translators",
        language_team="the driver home's translators",
    )
    if code:
        catalogue.mime_headers = [("Plural-Forms", PLURAL_FORMS[code])]
    return catalogue


def extract(folder: Path = TRANSLATIONS) -> Catalog:
    """All messages of the sources that `babel.cfg` names, in the order of files and lines."""
    with (folder / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    template = empty(None)
    found = extract_from_dir(folder.parent, methods, options)
    for name, _, message, comments, context in found:
        template.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return template


def read(code: str, folder: Path = TRANSLATIONS) -> Catalog:
    """A locale's catalogue as its file has it, an empty one if there is no file."""
    path = po_path(code, folder)
    if not path.exists():
        return empty(code)
    with path.open("rb") as file:
        return read_po(file, locale=code, domain=DOMAIN)


def write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, include_lineno=False)


def updated(code: str, template: Catalog, folder: Path = TRANSLATIONS) -> Catalog:
    """A locale's catalogue with the template's messages: translations kept, new ones empty, old
    ones set aside as obsolete. Nothing is guessed."""
    old = read(code, folder)
    for key, message in list(old.obsolete.items()):
        if template.get(forms(message.id)[0], message.context) is not None:
            old[message.id] = message  # in use again
            del old.obsolete[key]
    old.update(template, no_fuzzy_matching=True)
    fresh = empty(code)
    for message in old:
        if message.id:
            fresh[message.id] = message
    fresh.obsolete = old.obsolete
    return fresh


def compile_all(folder: Path = TRANSLATIONS) -> int:
    """Write the .mo files beside the .po files; how many were written."""
    written = 0
    for code in TARGETS:
        path = po_path(code, folder)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read(code, folder))
            written += 1
    return written
