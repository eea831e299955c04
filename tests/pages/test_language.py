"""A language is switched on any page: nothing typed or chosen is lost, nothing of another language
stays."""

import polib
import pytest

from kiosk.i18n.catalogue import DOMAIN, TRANSLATIONS
from kiosk.i18n.locales import LOCALES, SOURCE
from kiosk.states import STATES
from tests.pages.looks import Look, look
from tests.ui import LYING, UPRIGHT, Kiosk

OWN = {locale.name for locale in LOCALES.values()}
PAGES = [state for state in STATES if not state.startswith(("attract", "language"))]


def where(kiosk: Kiosk) -> tuple[object, ...]:
    app = kiosk.app
    return (
        app.navigator.here,
        app.navigator.subject,
        app.queue.typed,
        app.queue.list,
        app.services.kind,
        app.services.selected,
    )


@pytest.mark.parametrize("state", PAGES)
def test_the_language_page_leads_back_to_what_one_was_doing(kiosk, state):
    kiosk.show(state, "ru_RU")
    app = kiosk.app
    app.queue.choose("held")
    app.queue.type("12")
    app.services.choose("wash")
    kiosk.settle()
    before = where(kiosk)
    kiosk.tap("Русский")
    assert kiosk.page == "language"
    kiosk.tap("Қазақша")
    assert app.language.code == "kk_KZ"
    assert where(kiosk) == before


def said(seen: Look) -> list[str]:
    return sorted(node.text or node.name for node in seen.nodes if node.text or node.name)


@pytest.mark.parametrize("locale", list(LOCALES))
def test_a_page_switched_live_reads_as_one_opened_in_that_language(kiosk, locale):
    other = "ru_RU" if locale != "ru_RU" else "ug_CN"
    for state in PAGES:
        kiosk.show(state, locale, LYING)
        opened = said(look(kiosk, state))
        kiosk.show(state, other, LYING)
        if state == "queue-found":  # a driver's keyboard is his language's
            continue
        kiosk.app.language.use(locale)
        kiosk.settle()
        assert said(look(kiosk, state)) == opened, state


def spoken() -> dict[str, dict[str, str]]:
    """By source text what each language says for it; texts with figures in them left out."""
    found: dict[str, dict[str, str]] = {}
    for code in LOCALES:
        if code == SOURCE:
            continue
        file = polib.pofile(str(TRANSLATIONS / code / "LC_MESSAGES" / f"{DOMAIN}.po"))
        for entry in file:
            if entry.msgstr and not entry.obsolete and "%" not in entry.msgid:
                key = f"{entry.msgctxt}|{entry.msgid}"
                found.setdefault(key, {SOURCE: entry.msgid})[code] = entry.msgstr
    return found


@pytest.mark.parametrize("locale", list(LOCALES))
def test_no_page_speaks_a_second_language(kiosk, locale):
    known = spoken()
    own = {said[locale] for said in known.values() if locale in said}
    foreign = {
        text: said[SOURCE]
        for said in known.values()
        if locale in said
        for code, text in said.items()
        if code != locale and text not in own and len(text) > 1  # a key has its letter
    }
    assert len(own) > 100
    for state in PAGES:
        kiosk.show(state, locale)
        seen = look(kiosk, state)
        texts = {node.text for node in seen.texts} | {node.name for node in seen.pressables}
        strays = [f"{text!r} ({foreign[text]})" for text in texts - OWN if text in foreign]
        assert not strays, f"{state}: {strays}"


@pytest.mark.parametrize("state", ["queue", "services", "meals"])
def test_a_list_stands_where_one_left_it(kiosk, state):
    kiosk.show(state, screen=UPRIGHT)
    kiosk.list_shown.setProperty("contentY", 120.0)

    kiosk.app.navigator.go("language", "")
    kiosk.app.navigator.back()
    kiosk.settle()

    assert kiosk.list_shown.property("contentY") == 120.0
    kiosk.app.session.done()
    kiosk.show(state, screen=UPRIGHT)
    assert kiosk.list_shown.property("contentY") <= 0.0
