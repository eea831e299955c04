"""Plates are read as their countries write them, and a letter never becomes a digit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.plate_drawing import drawing, parts
from kiosk.queue.plates import (
    LOOKALIKES,
    Plate,
    UnknownPlate,
    normalise,
    read_plate,
    vehicle_id,
)


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("新F12345", Plate("新F12345", "CN", "standard")),
        ("新F·A1B23", Plate("新FA1B23", "CN", "standard")),
        ("新fd12345", Plate("新FD12345", "CN", "new-energy")),
        ("新F12345D", Plate("新F12345D", "CN", "new-energy")),
        ("新F1234挂", Plate("新F1234挂", "CN", "trailer")),
        ("粤Z1234港", Plate("粤Z1234港", "CN", "hong-kong")),
        ("粤Z1234澳", Plate("粤Z1234澳", "CN", "macau")),
        ("新A1234学", Plate("新A1234学", "CN", "learner")),
        ("新A1234警", Plate("新A1234警", "CN", "police")),
        ("123ABC02", Plate("123ABC02", "KZ", "standard")),
        ("123 АВС 02", Plate("123ABC02", "KZ", "standard")),
        ("001 AB 19", Plate("001AB19", "KZ", "standard")),
        ("A585CUO", Plate("A585CUO", "KZ", "old")),
        ("A001AA", Plate("A001AA", "KZ", "old")),
        ("А123ВС77", Plate("A123BC77", "RU", "standard")),
        ("A 123 BC 777", Plate("A123BC777", "RU", "standard")),
        ("АВ1234 77", Plate("AB123477", "RU", "trailer")),
        ("01 A 123 BC", Plate("01A123BC", "UZ", "standard")),
        ("01 123 ABC", Plate("01123ABC", "UZ", "legal")),
        ("012345AB", Plate("012345AB", "UZ", "trailer")),
        ("01KG123ABC", Plate("01KG123ABC", "KG", "standard")),
        ("B1234AB", Plate("B1234AB", "KG", "old")),
        ("1234 АВ 01", Plate("1234AB01", "TJ", "standard")),
        ("AC 5256 AG", Plate("AC5256AG", "TM", "standard")),
        ("АВ 1234-7", Plate("AB12347", "BY", "standard")),
        ("1234 AB-7", Plate("1234AB7", "BY", "standard")),
        ("A1234B-7", Plate("A1234B7", "BY", "trailer")),
        ("1234 УБА", Plate("1234YБA", "MN", "standard")),
        ("0042 ӨМК", Plate("0042ӨMK", "MN", "standard")),
        ("AB-123-CD", Plate("AB123CD", "GE", "standard")),
        ("10-AB-123", Plate("10AB123", "AZ", "standard")),
        ("34 ABC 123", Plate("34ABC123", "TR", "standard")),
        ("06 AB 1234", Plate("06AB1234", "TR", "standard")),
        ("\u2068１２３ａｂｃ０２\u2069", Plate("123ABC02", "KZ", "standard")),
        ("123\u00a0abc\u200f\u201302", Plate("123ABC02", "KZ", "standard")),
        ("١٢٣ABC٠٢", Plate("123ABC02", "KZ", "standard")),
    ],
)
def test_a_plate_is_read(text: str, plate: Plate) -> None:
    assert read_plate(text) == plate


@pytest.mark.parametrize(
    "text",
    ["新FI2345", "新FO2345", "123ABC21", "123ABC00", "Ж123ВС77", "", " · ", "12", "新F123456",
     "12З456", "I23ABC02", "123ABCO2", "85ABC123", "Итого", "x" * 5000],
)  # fmt: skip
def test_what_is_no_plate_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UnknownPlate) as refused:
        read_plate(text)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 200


def test_the_named_country_settles_what_two_countries_share() -> None:
    assert read_plate("01123ABC").country == "UZ"
    assert read_plate("01123ABC", "KG").country == "KG"
    assert vehicle_id("UZ", "01123ABC") != vehicle_id("KG", "01123ABC")
    assert read_plate("10AB123", "TR").country == "TR"
    assert read_plate("12ABC02", "KZ") == Plate("12ABC02", "KZ", "trailer")
    assert read_plate("12ABC02").country == "TR"


def test_a_plate_that_cannot_be_the_named_countrys_is_read_by_its_form() -> None:
    assert read_plate("А123ВС77", "KZ").country == "RU"
    assert read_plate("123ABC02", "nowhere").country == "KZ"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=40))
def test_any_text_is_a_plate_or_a_sentence(text: str) -> None:
    try:
        plate = read_plate(text)
    except UnknownPlate:
        return
    assert read_plate(plate.plate, plate.country) == plate
    assert drawing(plate.plate, plate.country).groups


@given(st.characters(categories=("Lu", "Ll", "Lt", "Lm", "Lo")))
def test_a_letter_never_becomes_a_digit(letter: str) -> None:
    assert not any(unicodedata.category(each) == "Nd" for each in normalise(letter))


_TO_CYRILLIC = {ord(chr(value)): chr(key) for key, value in LOOKALIKES.items()}


@given(
    st.from_regex("[0-9]{3}[A-Z]{2,3}(0[1-9]|1[0-9]|20)", fullmatch=True)
    | st.from_regex("[ABEKMHOPCTYX][0-9]{3}[ABEKMHOPCTYX]{2}[0-9]{2,3}", fullmatch=True)
    | st.from_regex("[新京川][A-HJ-NP-Z][0-9]{5}", fullmatch=True)
)
def test_case_width_script_and_separators_make_no_difference(text: str) -> None:
    plate = read_plate(text)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    for written in (
        text.lower(),
        wide,
        text.translate(_TO_CYRILLIC),
        " ".join(text),
        "·".join(text),
    ):
        assert read_plate(written) == plate


def test_the_drawing_of_each_country_parts_the_plate_as_it_hangs_on_the_lorry() -> None:
    assert parts("新FA3185", "CN") == [
        ("新", "province"),
        ("F", "main"),
        ("·", "dot"),
        ("A3185", "main"),
    ]
    assert drawing("新FA3185", "CN").style == "yellow"
    assert drawing("新FD12345", "CN").style == "green"
    assert parts("新F1234挂", "CN")[-1] == ("挂", "suffix")
    assert parts("347BTA19", "KZ") == [("347", "main"), ("BTA", "main"), ("19", "region")]
    assert parts("M418TB154", "RU") == [
        ("M", "small"),
        ("418", "main"),
        ("TB", "small"),
        ("154", "raised"),
    ]
    assert parts("01735WMA", "UZ") == [("01", "region"), ("735", "main"), ("WMA", "main")]
    assert parts("01KG123ABC", "KG") == [("01", "region"), ("123", "main"), ("ABC", "main")]
    assert parts("1234YБA", "MN") == [("1234", "main"), ("УБА", "main")]
    assert parts("WHAT7", "ZZ") == [("WHAT7", "main")]


@pytest.mark.parametrize(
    "country", ["KZ", "RU", "UZ", "KG", "TJ", "TM", "BY", "MN", "GE", "AZ", "TR"]
)
def test_a_drawing_loses_no_letter(country: str) -> None:
    samples = {
        "KZ": "347BTA19", "RU": "AB123477", "UZ": "012345AB", "KG": "B1234AB", "TJ": "1234AB01",
        "TM": "AC5256AG", "BY": "AB12347", "MN": "0042ӨMK", "GE": "AB123CD", "AZ": "10AB123",
        "TR": "34ABC123",
    }  # fmt: skip
    drawn = drawing(samples[country], country)
    assert normalise("".join(group.text for group in drawn.groups)) == samples[country]
    assert drawn.mark


def test_a_minus_sign_separates_like_a_hyphen() -> None:
    assert read_plate("AB−123−CD").plate == "AB123CD"
