"""What the voice says: plates by each language's rules, numbers, and the sentence behind them."""

import doctest
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.i18n.locales import LOCALES
from kiosk.queue.announcement import Announcement
from kiosk.queue.plates import COUNTRIES
from kiosk.queue.spoken import LANGUAGES, spoken
from kiosk.queue.spoken_numbers import count

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"
TEXTS = tomllib.loads((SOUNDS / "texts.toml").read_text("utf-8"))


def words(sentence: tuple[str, ...]) -> str:
    """A sentence as one hears it; a pause is a stroke."""
    return " ".join(
        "|" if part == "pause" else TEXTS[part.split("/")[0]]["parts"][part.split("/")[1]]
        for part in sentence
    )


def plate_words(plate: str, country: str, locale: str) -> str:
    said = words(spoken(Announcement(plate, country, locale))[0])
    first = TEXTS[LANGUAGES[locale]]["parts"]["plate"]
    return said.split(" |")[0].removeprefix(first).strip()


@pytest.mark.parametrize(
    ("plate", "country", "locale", "heard"),
    [
        # Chinese: one by one, 幺 for 1, the province by its character
        ("新F12345", "CN", "zh_CN", "新 F 幺 二 三 四 五"),
        ("新FA1B23", "CN", "zh_CN", "新 F A 幺 B 二 三"),
        ("新FD10345", "CN", "zh_CN", "新 F D 幺 零 三 四 五"),
        ("新F1234挂", "CN", "zh_CN", "新 F 幺 二 三 四 挂"),
        ("粤Z1234港", "CN", "zh_CN", "粤 Z 幺 二 三 四 港"),
        ("藏A1234学", "CN", "zh_CN", "藏 A 幺 二 三 四 学"),
        ("123ABC02", "KZ", "zh_CN", "幺 二 三 A B C 零 二"),
        ("A123BC777", "RU", "zh_CN", "A 幺 二 三 B C 七 七 七"),
        # a Chinese plate is no number in any language, and its characters keep their names
        ("新F1234挂", "CN", "ru_RU", "新 эф один два три четыре 挂"),
        ("新F12345D", "CN", "ug_CN", "新 ئېف بىر ئىككى ئۈچ تۆت بەش دى"),
        ("甘A01234", "CN", "kk_Arab_CN", "甘 а нөл бір екі үш төрт"),
        # Russian: groups as numbers, leading zeros first; Latin letters on Kazakhstan's plates …
        ("123ABC02", "KZ", "ru_RU", "сто двадцать три а бэ цэ ноль два"),
        ("001AB19", "KZ", "ru_RU", "ноль ноль один а бэ девятнадцать"),
        ("A585CUO", "KZ", "ru_RU", "а пятьсот восемьдесят пять цэ у о"),
        ("12ABC16", "KZ", "ru_RU", "двенадцать а бэ цэ шестнадцать"),
        # … and Cyrillic ones on Russia's
        ("A123BC77", "RU", "ru_RU", "а сто двадцать три вэ эс семьдесят семь"),
        ("X012PH777", "RU", "ru_RU", "ха ноль двенадцать эр эн семьсот семьдесят семь"),
        ("AB123477", "RU", "ru_RU", "а вэ двенадцать тридцать четыре семьдесят семь"),
        ("AB12347", "BY", "ru_RU", "а вэ двенадцать тридцать четыре семь"),
        ("1234AB01", "TJ", "ru_RU", "двенадцать тридцать четыре а вэ ноль один"),
        ("1234YБA", "MN", "ru_RU", "двенадцать тридцать четыре у бэ а"),
        ("01A123BC", "UZ", "ru_RU", "ноль один а сто двадцать три бэ цэ"),
        ("01123ABC", "UZ", "ru_RU", "ноль один сто двадцать три а бэ цэ"),
        ("016345AB", "UZ", "ru_RU", "ноль один шестьдесят три сорок пять а бэ"),
        ("01KG123ABC", "KG", "ru_RU", "ноль один сто двадцать три а бэ цэ"),
        ("B1234AB", "KG", "ru_RU", "бэ двенадцать тридцать четыре а бэ"),
        ("34ABC12345", "TR", "ru_RU", "три четыре а бэ цэ один два три четыре пять"),
        ("34A12345", "TR", "ru_RU", "тридцать четыре а двенадцать триста сорок пять"),
        # Kazakh and Uyghur: as Russian, in their own numbers
        ("123ABC02", "KZ", "kk_KZ", "жүз жиырма үш а бэ цэ нөл екі"),
        ("A923BC77", "RU", "kk_KZ", "а тоғыз жүз жиырма үш вэ эс жетпіс жеті"),
        ("123ABC02", "KZ", "ug_CN", "يۈز يىگىرمە ئۈچ ئېي بى سى نۆل ئىككى"),
        ("01A523BC", "UZ", "ug_CN", "نۆل بىر ئېي بەش يۈز يىگىرمە ئۈچ بى سى"),
        # who reads no Cyrillic hears the letter that he sees, and ICAO's where there is none
        ("1234YБA", "MN", "zh_CN", "幺 二 三 四 Y B A"),
        ("1234YЖA", "MN", "en", "one two three four Y Z H A"),
        ("123ABC02", "KZ", "en", "one two three A B C zero two"),
        # a form that nobody knows: character by character; Cyrillic if one of its letters is
        ("AB12C", "ZZ", "ru_RU", "а бэ один два цэ"),
        ("Ж123BC77", "ZZ", "ru_RU", "жэ один два три вэ эс семь семь"),
        ("12", "ZZ", "kk_KZ", "бір екі"),
        ("abс-١٢", "ZZ", "ru_RU", "а бэ цэ один два"),
    ],
)
def test_a_plate_is_read_as_its_driver_reads_it(plate, country, locale, heard) -> None:
    assert plate_words(plate, country, locale) == heard


@pytest.mark.parametrize(
    ("announcement", "heard"),
    [
        (
            Announcement("123ABC02", "KZ", "ru_RU", gate="3"),
            [
                "Машина с номером сто двадцать три а бэ цэ ноль два |"
                " Вас вызывают. Проезжайте на полосу три |",
                "车牌号 幺 二 三 A B C 零 二 | 叫到您了，请开到 三 号通道 |",
            ],
        ),
        (  # Chinese once, not twice
            Announcement("新F12345", "CN", "zh_CN", gate="12"),
            ["车牌号 新 F 幺 二 三 四 五 | 叫到您了，请开到 十 二 号通道 |"],
        ),
        (
            Announcement("123ABC02", "KZ", "kk_KZ", ahead=10),
            [
                "Көлік нөмірі жүз жиырма үш а бэ цэ нөл екі |"
                " Алдыңызда он көлік бар. Дайындалыңыз |",
                "车牌号 幺 二 三 A B C 零 二 | 您前面还有 十 辆车，请做好准备 |",
            ],
        ),
        (  # the number last: «машин десять» would be "some ten"
            Announcement("12", "ZZ", "ru_RU", ahead=21),
            [
                "Машина с номером один два | Машин перед вами двадцать одна Приготовьтесь |",
                "车牌号 幺 二 | 您前面还有 二 十 一 辆车，请做好准备 |",
            ],
        ),
        (
            Announcement("12", "ZZ", "kk_Arab_CN", gate="3"),
            [
                "Көлік нөмірі бір екі | Кезегіңіз келді үш нөмірлі жолаққа жүріңіз |",
                "车牌号 幺 二 | 叫到您了，请开到 三 号通道 |",
            ],
        ),
        (
            Announcement("12", "ZZ", "ug_CN", gate="3"),
            [
                "ماشىنا نومۇرى بىر ئىككى | نۆۋىتىڭىز كەلدى ئۈچ نومۇرلۇق يولغا مېڭىڭ |",
                "车牌号 幺 二 | 叫到您了，请开到 三 号通道 |",
            ],
        ),
        (
            Announcement("12", "ZZ", "en", again=True),
            [
                "Once more Vehicle one two |"
                " You are called. Please drive to the gate Please come now |",
                "再通知一遍 车牌号 幺 二 | 叫到您了，请开到卡口 请尽快过来 |",
            ],
        ),
    ],
)
def test_the_driver_s_language_and_then_chinese(announcement, heard) -> None:
    assert [words(sentence) for sentence in spoken(announcement)] == heard


def test_kazakh_is_one_language_to_the_ear() -> None:
    cyrillic, arabic = (
        spoken(Announcement("123ABC02", "KZ", locale, "3")) for locale in ("kk_KZ", "kk_Arab_CN")
    )
    assert cyrillic == arabic


def test_every_locale_of_the_house_is_spoken() -> None:
    assert LANGUAGES.keys() == LOCALES.keys()


@pytest.mark.parametrize(
    ("gate", "heard"),
    [
        ("7", "полосу семь"),
        ("21", "полосу двадцать один"),
        ("03", "полосу ноль три"),
        ("G2", "полосу гэ два"),
        ("A-14", "полосу а четырнадцать"),
        ("Б", "полосу бэ"),
        ("", "шлагбауму"),
        ("3号", "шлагбауму"),
        ("—", "шлагбауму"),
    ],
)
def test_a_gate_row_that_can_t_be_said_is_left_to_the_screens(gate, heard) -> None:
    said = words(spoken(Announcement("12", "ZZ", "ru_RU", gate))[0])
    assert said.removesuffix(" |").endswith(heard)


@pytest.mark.parametrize(
    ("vehicles", "language", "heard"),
    [
        (1, "ru", "одна"),
        (2, "ru", "две"),
        (12, "ru", "двенадцать"),
        (21, "ru", "двадцать одна"),
        (111, "ru", "сто одиннадцать"),
        (2, "zh", "两"),
        (12, "zh", "十 二"),
        (20, "zh", "二 十"),
        (105, "zh", "一 百 零 五"),
        (110, "zh", "一 百 一 十"),
        (222, "zh", "二 百 二 十 二"),
        (10, "kk", "он"),
        (115, "kk", "жүз он бес"),
        (215, "ug", "ئىككى يۈز ئون بەش"),
        (15, "en", "fifteen"),
        (115, "en", "one hundred fifteen"),
    ],
)
def test_how_many_are_ahead(vehicles, language, heard) -> None:
    assert words(tuple(count(vehicles, language))) == heard


@given(vehicles=st.integers(1, 999), language=st.sampled_from(["ru", "kk", "ug", "en"]))
def test_every_number_is_the_sum_of_its_words(vehicles, language) -> None:
    total = 0
    for part in count(vehicles, language):
        value = int(part.split("/")[1].removesuffix("f"))
        total = total * value if value == 100 and total else total + value
    assert total == vehicles


_CHARACTERS = st.text("0123456789ABCEHKMOPTXYZQW新京藏琼挂学警港澳БЖӨҮЯ", min_size=1, max_size=10)


@given(
    announcement=st.builds(
        Announcement,
        plate=_CHARACTERS,
        country=st.sampled_from([*COUNTRIES, "ZZ"]),
        locale=st.sampled_from(list(LANGUAGES)),
        gate=st.sampled_from(["", "1", "12", "B3", "门"]),
        ahead=st.integers(0, 5000),
        again=st.booleans(),
    )
)
def test_whatever_is_said_has_its_audio(announcement) -> None:
    for sentence in spoken(announcement):
        for part in sentence:
            assert (SOUNDS / f"{part}.mp3").is_file(), part


@pytest.mark.parametrize("plate", ["使12345", "12Ω", "AB©1", "领A1234", "", "—"])
def test_a_plate_in_part_is_another_s_so_nothing_is_said(plate) -> None:
    for locale in LANGUAGES:
        assert spoken(Announcement(plate, "ZZ", locale)) == ()


@pytest.mark.parametrize("name", ["spoken", "spoken_numbers"])
def test_the_examples_hold(name) -> None:
    assert doctest.testmod(import_module(f"kiosk.queue.{name}")).failed == 0
