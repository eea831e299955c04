"""What the next slot can take, when a text is complete, and what follows from it for the keys.

>>> from kiosk.shell.keyboards.layouts import load
>>> sorted(allowed(load("plate-kz"), "123BTA"))
['0', '1', '2']
>>> complete(load("plate-kz"), "123BTA19"), complete(load("plate-kz"), "123BTA")
(True, False)
"""

from kiosk.shell.keyboards.layouts import Key, Layout

_JOINS = " -'"


def allowed(layout: Layout, typed: str) -> frozenset[str]:
    """The characters that can follow `typed`; none when it is full or fits no mask."""
    if len(typed) >= layout.most:
        return frozenset()
    if not layout.masks:
        return _free(layout, typed)
    place = len(typed)
    return frozenset().union(
        *(mask[place] for mask in layout.masks if len(mask) > place and _fits(mask, typed))
    )


def _free(layout: Layout, typed: str) -> frozenset[str]:
    """Where there are no masks: all letters, small and large, and a space after something."""
    keys = (key for page in layout.pages.values() for key in page)
    texts = {key.text for key in keys if key.kind in ("letter", "space")}
    if not typed or typed[-1] == " ":
        texts.discard(" ")
    return frozenset(texts | {text.upper() for text in texts if layout.capitals})


def _fits(mask: tuple[frozenset[str], ...], typed: str) -> bool:
    return all(character in slot for character, slot in zip(typed, mask, strict=False))


def complete(layout: Layout, typed: str) -> bool:
    """Whether `typed` can be handed on: it fills a mask or, without masks, says something."""
    if not layout.masks:
        return 0 < len(typed) <= layout.most and not typed.isspace()
    return any(len(mask) == len(typed) and _fits(mask, typed) for mask in layout.masks)


def usable(layout: Layout, typed: str, key: Key) -> bool:
    """Whether the key does something now: every character that it types finds its slot."""
    if key.kind not in ("letter", "space"):
        return True
    for character in key.text:
        if character not in allowed(layout, typed):
            return False
        typed += character
    return True


def page_for(layout: Layout, typed: str, page: str) -> str:
    """The page to show: the first for an empty text; else `page` while it has a letter that can
    follow, or the first page that has one."""
    pages = list(layout.pages)
    if not typed:
        return pages[0]
    for each in [page, *pages]:
        if any(key.kind == "letter" and usable(layout, typed, key) for key in layout.pages[each]):
            return each
    return page


def capital_next(layout: Layout, typed: str) -> bool:
    """Whether the next letter is a capital by itself: at the beginning of a word, where names are
    typed, or of a sentence."""
    if layout.capitals == "words":
        return not typed or typed[-1] in _JOINS
    if layout.capitals == "sentences":
        return not typed or (typed[-1] == " " and typed.rstrip()[-1:] in tuple(".?!"))
    return False
