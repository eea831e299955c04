"""Rows of the wall's lists."""

from datetime import datetime
from typing import Any

import msgspec

from kiosk.i18n.text import Tongue
from kiosk.queue.plate_drawing import drawn
from kiosk.tv.calls import Call
from kiosk.zones import BEIJING


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle on the wall. `place` is its place in the line (0: it is called), `time` HH:MM in
    Beijing of its call, or when that is expected, `registered` of its registration (empty: not
    known)."""

    id: str
    drawn: dict[str, Any]
    place: int = 0
    gate: str = ""
    time: str = ""
    registered: str = ""
    priority: bool = False
    lit: bool = False


class Greeting(msgspec.Struct, frozen=True, kw_only=True):
    """A welcome, and what a called driver is to do, in one language."""

    id: str
    family: str
    rtl: bool
    welcome: str
    drive: str


def call_row(call: Call) -> Row:
    return Row(id=call.id, drawn=drawn(call.plate, call.country), gate=call.gate)


def hhmm(at: datetime | None) -> str:
    """HH:MM in Beijing; nothing for None."""
    return f"{at.astimezone(BEIJING):%H:%M}" if at else ""


def greeting(code: str) -> Greeting:
    tongue = Tongue(code)
    return Greeting(
        id=code,
        family=tongue.locale.family,
        rtl=tongue.locale.rtl,
        #: A short greeting at the door, beside those in other languages
        welcome=tongue.tr("Welcome!"),
        #: On the wall beneath plates that were just called, in all languages at once. Short
        drive=tongue.tr("You are called: please drive to your gate row"),
    )
