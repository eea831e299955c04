"""The code to take along: what it says, and that the picture shows the code."""

import re
import xml.etree.ElementTree as ET

import pytest
import qrcode

from kiosk.services.qr import QUIET, picture
from kiosk.services.taking import text_to_take

TEXT = text_to_take(
    name="Иглотерапия, массаж",
    house="Международный дом водителя «Хоргос»",
    walk="По коридору направо, 2-я дверь слева, 1\u00a0минута",
    hours=["Каждый день: \u206810:00–20:00\u2069"],
    price="30\u00a0юаней",
    per="сеанс",
)


def matrix(svg: str) -> list[list[bool]]:
    """The picture's dark units, read back."""
    root = ET.fromstring(svg)
    side = int(root.get("viewBox").split()[2])
    dark = [[False] * side for _ in range(side)]
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", root.find("{*}path").get("d"))
    for x, y, length, back in (map(int, run) for run in runs):
        assert length == back
        dark[y][x : x + length] = [True] * length
    return dark


@pytest.mark.parametrize("text", [TEXT, "x", "淋浴间\n全天", "مۇنچا"])
def test_the_picture_is_the_code_with_its_quiet_zone(text):
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET, mask_pattern=2
    )
    code.add_data(text.encode())
    code.make(fit=True)
    assert matrix(picture(text)) == code.get_matrix()


def test_a_text_to_take_is_plain_and_has_no_marks_that_telephones_show_as_boxes():
    assert TEXT.split("\n") == [
        "Иглотерапия, массаж",
        "Международный дом водителя «Хоргос»",
        "По коридору направо, 2-я дверь слева, 1 минута",
        "Каждый день: 10:00–20:00",
        "30 юаней / сеанс",
    ]


def test_a_code_stays_coarse_enough_for_a_telephone():
    # 76 mm for the whole picture: a module is at least 0.9 mm (a telephone at arm's length)
    assert len(matrix(picture(TEXT))) <= 84
