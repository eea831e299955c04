"""A slip in every language: whole, in our fonts, read by a scanner, in black and white alone."""

import json
from datetime import UTC, datetime

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from kiosk.assets import assets_folder
from kiosk.devices.escpos_printer import EscposPrinter
from kiosk.devices.picture import Picture
from kiosk.devices.printer_sim import PrinterSim
from kiosk.devices.settings import DOTS, NetworkPrinter
from kiosk.i18n.fonts import SUBSTITUTES, load_fonts
from kiosk.i18n.locales import LOCALES
from kiosk.paper import slip as slips
from kiosk.paper.blocks import Beside, Code, Mark, Plate, Text
from kiosk.paper.slip import Line, Slip, draw

WIDTHS = sorted(DOTS.values())
CODE = "DH1:WATCH:7Q2K9XVB4M1T8R5C"
PLATES = {"zh_CN": "新A·12345挂", "ru_RU": "А 123 ВС 777"}


@pytest.fixture(autouse=True, scope="module")
def _fonts(qapp):
    load_fonts()


def content(name: str) -> list[dict]:
    file = assets_folder() / "content/horgos-jinyi" / name
    return json.loads(file.read_text("utf-8"))["records"]


def a_slip(locale: str, code: str = CODE, plate: str | None = None) -> Slip:
    """With the home's own name, and sentences of its own as lines."""
    home = content("home.json")[0]["name"]
    said = [each["about"] for each in content("service.json")]
    lines = [Line(own=text[locale], chinese=text["zh_CN"]) for text in said if locale in text]
    lines.append(Line(own=home[locale], chinese=home["zh_CN"], large=True))
    return Slip(
        locale=locale,
        home=Line(own=home[locale], chinese=home["zh_CN"]),
        plate=PLATES.get(locale, "123 ABC 02") if plate is None else plate,
        lines=tuple(lines),
        code=code,
        at=datetime(2026, 3, 7, 16, 30, tzinfo=UTC),
    )


def as_image(picture: Picture) -> Image.Image:
    size = (picture.width, picture.height)
    return Image.frombytes("1", size, picture.bits, "raw", "1;I").convert("L")


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is black."""
    return image.point(lambda value: 255 - value).getbbox()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_scanner_reads_the_code_of_every_slip(locale, width):
    image = as_image(draw(a_slip(locale), width))
    assert image.width == width
    (read,) = zxingcpp.read_barcodes(image)
    assert read.text == CODE
    # a telephone sees it turned, grey and from farther away
    worn = image.rotate(7, expand=True, fillcolor=200).resize((width // 2, image.height // 2))
    assert [each.text for each in zxingcpp.read_barcodes(worn)] == [CODE]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_cut_off_and_nothing_lies_on_its_neighbour(locale, width, monkeypatch):
    """Each block painted into the midst of a large sheet stays within its own rectangle."""
    built = []
    real = slips._blocks
    monkeypatch.setattr(slips, "_blocks", lambda *args: built.append(real(*args)) or built[-1])
    picture = draw(a_slip(locale, plate="新AB·D12345挂 12345"), width)
    room = width - 2 * slips._MARGIN
    for block in built[0]:
        sheet = QImage(room + 400, block.height + 400, QImage.Format.Format_Grayscale8)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        block.paint(painter, QRect(200, 200, room, block.height))
        painter.end()
        size = (sheet.width(), sheet.height())
        image = Image.frombytes(
            "L", size, bytes(sheet.constBits()), "raw", "L", sheet.bytesPerLine()
        )
        if (box := ink(image.point(lambda value: 255 * (value > 127)))) is None:
            continue
        left, top, right, bottom = box
        assert left >= 200 - slips._MARGIN, block
        assert right <= 200 + room + slips._MARGIN, block
        assert top >= 200, block
        assert bottom <= 200 + block.height, block
    assert picture.height == sum(block.height for block in built[0])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_letter_is_one_of_ours(locale, monkeypatch):
    built = []
    real = Text.__init__

    def keeping(self, *args, **options):
        real(self, *args, **options)
        built.append((args[0], self._layout))

    monkeypatch.setattr(Text, "__init__", keeping)
    draw(a_slip(locale), 576)
    assert len(built) >= 6
    for text, layout in built:
        for run in layout.glyphRuns():
            assert run.rawFont().familyName() in SUBSTITUTES, text
            assert 0 not in run.glyphIndexes(), text


@pytest.mark.parametrize("locale", [code for code, each in LOCALES.items() if each.rtl])
def test_arabic_letters_are_joined_and_run_from_the_right(locale):
    joined, apart = (Text(text, locale, 40, 500, True) for text in ("قازاقشا", "قزشا"))
    forms = {each for run in joined._layout.glyphRuns() for each in run.glyphIndexes()}
    lone = {
        each
        for letter in "قازاقشا"
        for run in Text(letter, locale, 40, 500, True)._layout.glyphRuns()
        for each in run.glyphIndexes()
    }
    assert forms - lone, "no letter has taken the form of its place"
    assert apart.height == joined.height
    line = joined._layout.lineAt(0)
    assert line.cursorToX(0)[0] > line.cursorToX(7)[0]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_slip_has_its_reader_s_direction_and_the_plate_has_none(width):
    plate = "123 ABC 02"
    drawn = {code: draw(a_slip(code, plate=plate), width) for code in ("ru_RU", "ug_CN")}
    # the mark is the one large black surface at the top: on the leading side
    for code, picture in drawn.items():
        head = as_image(picture).crop((0, 0, width, 100))
        halves = [head.crop((at, 0, at + width // 2, 100)) for at in (0, width // 2)]
        left, right = (half.histogram()[0] for half in halves)
        assert (right > left) == LOCALES[code].rtl, code
    frame = Plate(plate, width)
    plates = []
    for picture in drawn.values():
        image = as_image(picture)
        lines = [y for y in range(image.height) if image.getpixel((width // 2, y)) == 0]
        rule = next(
            y for y in lines if image.crop((12, y, width - 12, y + 1)).getextrema() == (0, 0)
        )
        plates.append(image.crop((0, rule, width, rule + 4 + 16 + frame.height)).tobytes())
    assert plates[0] == plates[1]


def test_chinese_stands_beneath_every_line_and_once_where_it_is_the_driver_s_own():
    bare = Slip(locale="zh_CN", home=Line(own="司机之家"), at=datetime(2026, 3, 7, tzinfo=UTC))
    same = Slip(
        locale="zh_CN",
        home=Line(own="司机之家", chinese="司机之家"),
        at=datetime(2026, 3, 7, tzinfo=UTC),
    )
    assert draw(bare, 576) == draw(same, 576)
    assert draw(a_slip("ru_RU"), 576).height > draw(a_slip("zh_CN"), 576).height


def test_the_time_is_beijing_s():
    """16:30 UTC is half past midnight of the next day."""
    assert slips._when("en", datetime(2026, 3, 7, 16, 30, tzinfo=UTC)) == (
        "8 March 2026  \u206800:30\u2069"
    )


@pytest.mark.parametrize(("width", "fits"), [(384, 84), (576, 180)])
def test_a_code_is_coarse_enough_or_refused(width, fits):
    code = Code("x" * fits, width - 2 * slips._MARGIN)
    assert code._module >= 8
    assert code.height == code._module * len(code._modules)
    dark = [n for n, row in enumerate(code._modules) if any(row)]
    assert (dark[0], dark[-1]) == (4, len(code._modules) - 5)  # the quiet zone
    with pytest.raises(ValueError, match="can't be read from a slip"):
        draw(a_slip("en", code="ж" * 300), width)


def test_a_name_as_long_as_one_word_is_wrapped():
    wide = Text("Автотранспортноеобъединение" * 3, "ru_RU", 48, 360, False, bold=True)
    assert wide.height > 3 * 48
    head = Beside(Mark(slips._mark(), 80), [wide], False, 16)
    assert head.height == wide.height


def test_what_the_printer_cuts_off_is_what_was_drawn():
    sim = PrinterSim().start()
    try:
        printer = EscposPrinter(NetworkPrinter(host="127.0.0.1", port=sim.port))
        printer.print(draw(a_slip("ug_CN"), printer.width))
        (read,) = zxingcpp.read_barcodes(as_image(sim.slips[0]))
        assert read.text == CODE
        assert sim.text == b""
    finally:
        sim.stop()
