"""Work for translators, to take away and bring back: JSON lines, one message each.

A line that goes out has `id`, `context`, `comment`, and under `missing` the locales without a
translation. A line that comes in has `id`, `context` (if any) and a translation under each
locale it brings: a text, or for a message that counts a list of its forms.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message

from kiosk.errors import BadInput
from kiosk.i18n import catalogue_files as files
from kiosk.i18n.catalogue import TRANSLATIONS


def gaps(folder: Path = TRANSLATIONS) -> Iterator[dict[str, Any]]:
    """The messages that some locale lacks or holds as fuzzy."""
    catalogues = {code: files.read(code, folder) for code in files.TARGETS}
    for message in files.extract(folder):
        if not message.id:
            continue
        key = files.forms(message.id)[0]
        missing = [
            code
            for code, catalogue in catalogues.items()
            if not _whole(catalogue.get(key, message.context))
        ]
        if missing:
            yield {
                "id": key,
                "plural": files.forms(message.id)[1:],
                "context": message.context,
                "comment": " ".join(message.auto_comments),
                "missing": missing,
            }


def _whole(message: Message | None) -> bool:
    return message is not None and all(files.forms(message.string)) and not message.fuzzy


def fill(lines: Iterable[str], folder: Path = TRANSLATIONS) -> int:
    """Take translations in; how many. A wrong line is BadInput, and nothing is written."""
    catalogues = {code: files.read(code, folder) for code in files.TARGETS}
    taken = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            key, context = row["id"], row.get("context")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadInput(f"Line {number} is not a JSON object with an id.") from None
        for code in set(row) & set(catalogues):
            _take(catalogues[code], key, context, row[code], f"Line {number}, {code}")
            taken += 1
    for code, catalogue in catalogues.items():
        files.write(catalogue, files.po_path(code, folder))
    return taken


def _take(
    catalogue: Catalog, key: str, context: str | None, said: str | list[str], where: str
) -> None:
    message = catalogue.get(key, context)
    if message is None:
        raise BadInput(f"{where}: there is no message {key!r}; run `update` first.")
    wanted = catalogue.num_plurals if message.pluralizable else 1
    given = files.forms(said)
    if len(given) != wanted or not all(isinstance(form, str) for form in given):
        raise BadInput(f"{where}: {key!r} wants {wanted} forms and got {len(given)}.")
    message.string = tuple(given) if message.pluralizable else given[0]
    message.flags.discard("fuzzy")
