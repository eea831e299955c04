"""The keyboards' rules: what can be typed is what the port can read, and the other way round."""

from collections import Counter
from itertools import pairwise
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.i18n.locales import LOCALES
from kiosk.queue.plates import COUNTRIES, UnknownPlate, normalise, read_plate
from kiosk.shell.keyboards import (
    FOR_LOCALE,
    FOR_PLATE,
    NAMES,
    allowed,
    capital_next,
    complete,
    load,
    page_for,
    usable,
)

PLATES = ["plate-cn", "plate-kz", "plate-ru", "plate-any"]
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def type_by_keys(layout, text):
    """Press key after key on the page that is shown, as a driver would; the pages passed."""
    typed, page, pages = "", page_for(layout, "", ""), []
    for character in text:
        page = page_for(layout, typed, page)
        pages.append(page)
        keys = [key for key in layout.pages[page] if key.text == character]
        assert keys, f"no key for {character} after {typed} on page {page} of {layout.name}"
        assert usable(layout, typed, keys[0]), f"{character} can't follow {typed}"
        typed += character
    return pages


def written(layout):
    """Texts that a layout can bring about, drawn key by key from what the next slot takes."""

    @st.composite
    def draw_text(draw):
        mask = draw(st.sampled_from(layout.masks))
        return "".join(draw(st.sampled_from(sorted(slot))) for slot in mask)

    return draw_text()


FORMS = {
    "CN": [
        f"[{PROVINCES}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{{5}}",
        f"[{PROVINCES}][A-HJ-NP-Z][A-HJK][A-HJ-NP-Z0-9][0-9]{{4}}",
        f"[{PROVINCES}][A-HJ-NP-Z][0-9]{{5}}[A-HJK]",
        f"[{PROVINCES}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{{4}}[挂学警港澳]",
    ],
    "KZ": [
        "[0-9]{3}[A-Z]{2,3}(0[1-9]|1[0-9]|20)",
        "[A-Z][0-9]{3}[A-Z]{2,3}",
        "[0-9]{2}[A-Z]{3}(0[1-9]|1[0-9]|20)",
    ],
    "RU": [
        "[ABEKMHOPCTYX][0-9]{3}[ABEKMHOPCTYX]{2}[0-9]{2,3}",
        "[ABEKMHOPCTYX]{2}[0-9]{4}[0-9]{2,3}",
    ],
}


@pytest.mark.parametrize("country", ["CN", "KZ", "RU"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_plate_that_the_port_can_read_can_be_typed_key_by_key(country, data):
    text = data.draw(st.one_of(st.from_regex(form, fullmatch=True) for form in FORMS[country]))
    plate = read_plate(text, country).plate
    layout = load(FOR_PLATE[country])
    type_by_keys(layout, plate)
    assert complete(layout, plate)


@pytest.mark.parametrize("country", ["CN", "KZ", "RU"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_the_keyboard_calls_complete_the_port_can_read(country, data):
    layout = load(FOR_PLATE[country])
    text = data.draw(written(layout))
    assert complete(layout, text)
    assert read_plate(text, country).country == country


@pytest.mark.parametrize("country", ["CN", "KZ", "RU"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_text_that_keys_can_write_is_complete_and_unreadable(country, data):
    """Any walk over the keys that are open, stopped anywhere: complete means readable, and a walk
    that is not complete can always go on, so that a driver never ends in a corner."""
    layout = load(FOR_PLATE[country])
    typed = ""
    for _ in range(data.draw(st.integers(0, layout.most))):
        choice = sorted(allowed(layout, typed))
        if not choice:
            break
        typed += data.draw(st.sampled_from(choice))
    if complete(layout, typed):
        assert read_plate(typed, country).country == country
    else:
        assert allowed(layout, typed)
        if typed:
            with pytest.raises(UnknownPlate):
                _read_as(typed, country)


def _read_as(text, country):
    plate = read_plate(text, country)
    if plate.country != country:
        raise UnknownPlate(text)


@pytest.mark.parametrize("name", PLATES)
def test_plate_keys_type_the_form_in_which_plates_are_kept(name):
    for page in load(name).pages.values():
        for key in page:
            if key.kind == "letter":
                assert key.text == normalise(key.text)
                assert normalise(key.label) == key.text


def test_a_mongolian_plate_can_be_typed_though_half_its_letters_look_latin():
    layout = load("plate-any")
    for character in normalise("1234УБЖ"):
        assert any(key.text == character for page in layout.pages.values() for key in page)
    assert complete(layout, normalise("1234УБЖ"))


@pytest.mark.parametrize("country", sorted(set(COUNTRIES) - {"CN", "KZ", "RU"}))
def test_every_other_country_can_use_the_plate_keyboard_for_any(country):
    samples = {
        "UZ": "01A123BC",
        "KG": "01KG123ABC",
        "TJ": "1234AB01",
        "TM": "AB1234AG",
        "BY": "AB12347",
        "MN": "1234УБЖ",
        "GE": "AB123CD",
        "AZ": "10AB123",
        "TR": "34ABC123",
    }
    plate = read_plate(samples[country], country)
    assert plate.country == country
    assert complete(load("plate-any"), plate.plate)


def test_the_province_grid_comes_first_and_begins_with_xinjiang():
    layout = load("plate-cn")
    page = layout.pages[page_for(layout, "", "letters")]
    assert page[0].text == "新"
    assert page[0].width > max(key.width for key in page[1:])
    assert sorted(key.text for key in page) == sorted(PROVINCES)
    assert type_by_keys(layout, "新FA1B2挂") == ["provinces", *["letters"] * 6]


def test_erasing_the_whole_plate_leads_back_to_the_provinces():
    layout = load("plate-cn")
    assert page_for(layout, "新", "provinces") == "letters"
    assert page_for(layout, "", "letters") == "provinces"


def test_chinese_serials_never_offer_i_and_o():
    layout = load("plate-cn")
    texts = {key.text for page in layout.pages.values() for key in page}
    assert not texts & set("IO")


def test_a_region_of_kazakhstan_is_01_to_20():
    layout = load("plate-kz")
    assert allowed(layout, "123BTA") == set("012")
    assert allowed(layout, "123BTA2") == {"0"}
    assert "0" not in allowed(layout, "123BTA0")
    assert not allowed(layout, "123BTA20")


def test_a_russian_key_shows_cyrillic_and_types_latin():
    labels = {key.label: key.text for key in load("plate-ru").pages["letters"]}
    assert "".join(label for label in labels if label.isalpha()) == "АВЕКМНОРСТУХ"
    assert (labels["Р"], labels["Н"], labels["В"]) == ("P", "H", "B")
    assert all(text.isascii() for text in labels.values())


@pytest.mark.parametrize(
    ("typed", "done"),
    [
        ("+8613912345678", True),
        ("13912345678", True),
        ("+77011234567", True),
        ("+79161234567", True),
        ("87011234567", True),
        ("+998901234567", True),
        ("+996555123456", True),
        ("+992917123456", True),
        ("+861391234567", False),
        ("+7701123456", False),
        ("139", False),
        ("", False),
    ],
)
def test_telephone_numbers_of_the_road(typed, done):
    assert complete(load("phone"), typed) is done


def test_a_prefix_is_one_key_and_only_at_the_beginning():
    layout = load("phone")
    prefixes = [key for key in layout.pages["digits"] if key.text in ("+86", "+7")]
    assert len(prefixes) == 2
    assert all(usable(layout, "", key) for key in prefixes)
    assert not any(usable(layout, "1", key) or usable(layout, "+", key) for key in prefixes)


def test_every_locale_has_a_keyboard_that_writes_its_own_letters():
    assert set(FOR_LOCALE) == set(LOCALES)
    for code, name in FOR_LOCALE.items():
        assert load(name).rtl == LOCALES[code].rtl


LETTERS = {
    "latin": ascii_lowercase,
    # Russian and Kazakh: the alphabet of 42 letters
    "cyrillic": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    # the 32 letters of Uyghur, and ئ on which a vowel sits at the beginning of a syllable
    "uyghur": "اەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىيئ",
    # what Kazakh in Xinjiang is written with; ء before a word makes its vowels soft
    "kazakh-arabic": "ابۆگعدەجزيكقلمنڭوپرستۋۇفحھچشىء",
}


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_letter_keyboards_have_the_whole_alphabet_once(name):
    keys = [key for key in load(name).pages["letters"] if key.kind == "letter"]
    counted = Counter(key.text for key in keys)
    assert max(counted.values()) == 1
    assert {text for text in counted if text.isalpha()} == set(LETTERS[name])


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_letter_keyboards_have_digits_and_lead_back(name):
    layout = load(name)
    turns = {key.text for page in layout.pages.values() for key in page if key.kind == "page"}
    assert turns == set(layout.pages)
    assert set("0123456789") <= {key.text for key in layout.pages["digits"]}


def test_no_persian_letters_where_uyghur_and_kazakh_ones_belong():
    for name in ("uyghur", "kazakh-arabic"):
        texts = {key.text for page in load(name).pages.values() for key in page}
        assert not texts & set("کیه")


def test_shift_is_there_where_the_script_has_case_and_only_there():
    for name in NAMES:
        kinds = {key.kind for page in load(name).pages.values() for key in page}
        assert ("shift" in kinds) == bool(load(name).capitals)


def test_names_begin_with_capitals_by_themselves():
    latin, cyrillic = load("latin"), load("cyrillic")
    assert capital_next(latin, "")
    assert capital_next(latin, "Bekzat ")
    assert capital_next(latin, "Anna-")
    assert not capital_next(latin, "Bek")
    assert capital_next(cyrillic, "Спасибо. ")
    assert not capital_next(cyrillic, "Спасибо.")
    assert not capital_next(cyrillic, "Спасибо ")
    assert not capital_next(load("uyghur"), "")


def test_no_space_at_the_beginning_and_none_twice():
    layout = load("latin")
    space = next(key for key in layout.pages["letters"] if key.kind == "space")
    assert not usable(layout, "", space)
    assert usable(layout, "Bekzat", space)
    assert not usable(layout, "Bekzat ", space)
    assert not complete(layout, "")
    assert complete(layout, "Bekzat")


def test_a_full_text_takes_no_more():
    layout = load("latin")
    assert not allowed(layout, "a" * layout.most)


@pytest.mark.parametrize("name", NAMES)
def test_keys_of_a_row_stand_side_by_side_within_the_page(name):
    layout = load(name)
    for page, keys in layout.pages.items():
        assert len({(key.kind, key.text) for key in keys}) == len(keys)
        for row in range(layout.rows):
            line = [key for key in keys if key.row == row]
            assert all(a.at + a.width <= b.at for a, b in pairwise(line))
            assert all(key.at >= 0 for key in line)
            assert all(key.at + key.width <= layout.page_columns[page] for key in line)
            assert all(key.width >= 1 for key in line)


def test_an_unknown_layout_is_named():
    with pytest.raises(KeyError, match="dvorak"):
        load("dvorak")
