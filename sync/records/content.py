"""What the house offers: written at headquarters and at the desk, read by everyone."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from sync.records.base import Audience, Flow, Info, Merge, Record, Text


def _content(kind: str, flow: Flow = Flow.BOTH) -> Info:
    """Of the house, and so the desk may change it too, unless `flow` says otherwise."""
    return Info(kind=kind, flow=flow, merge=Merge.VERSION, audience=Audience.EVERYONE)


class Home(Record, frozen=True, kw_only=True):
    """A driver home. `phone` is the desk's, `emergency` the number to dial for an ambulance.
    `sample` marks content that was made up to show the house."""

    info: ClassVar[Info] = _content("home", Flow.DOWN)

    name: Text
    short_name: Text
    port: Text
    address: Text
    phone: str = ""
    emergency: str = "120"
    sample: bool = False


class Rate(Record, frozen=True, kw_only=True):
    """What one yuan is worth in another currency (ISO 4217), and since when that is known
    (ISO 8601, with offset)."""

    info: ClassVar[Info] = _content("rate", Flow.DOWN)

    currency: str
    per_yuan: float
    as_of: str


class Place(Record, frozen=True, kw_only=True):
    """A room or spot on the floor plan: a rectangle in decimetres from the plan's top left
    corner (y grows downwards), and the middle of its door on the corridor side.
    `walk` is how to get there from the kiosk, in one line; `minutes` how long that takes."""

    info: ClassVar[Info] = _content("place")

    name: Text
    icon: str
    left: int
    top: int
    wide: int
    high: int
    door_left: int
    door_top: int
    walk: Text
    minutes: int = 1
    kiosk: bool = False  # the kiosk stands in this place
    entrance: bool = False  # the house is entered through this place


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """Open from `opens` to `closes` (Beijing time, HH:MM; 24:00 is the day's end; closes
    before opens runs past midnight) on these ISO weekdays (1 is Monday)."""

    opens: str
    closes: str
    weekdays: list[int] = msgspec.field(default_factory=lambda: [1, 2, 3, 4, 5, 6, 7])


class ServiceKind(StrEnum):
    WASH = "wash"
    REST = "rest"
    CARE = "care"
    POWER = "power"
    SHOP = "shop"
    TRUCK = "truck"
    DESK = "desk"
    COMPANY = "company"


class Service(Record, frozen=True, kw_only=True):
    """One of the home's services. `price` is in fen (0: free of charge), `per` what one pays
    it for; `minutes` how long it takes (0: as long as one likes). `how` says what to do."""

    info: ClassVar[Info] = _content("service")

    kind: ServiceKind
    name: Text
    about: Text
    how: Text
    place: str
    icon: str
    hours: list[Hours]
    price: int = 0
    per: Text = msgspec.field(default_factory=dict)
    minutes: int = 0
    order: int = 0


class Facility(Record, frozen=True, kw_only=True):
    """A thing that stands in the house to be used, and how many of it there are."""

    info: ClassVar[Info] = _content("facility")

    service: str
    name: Text
    count: int = 1
    order: int = 0


class Course(StrEnum):
    RICE = "rice"
    NOODLES = "noodles"
    MEAT = "meat"
    VEGETABLES = "vegetables"
    SOUP = "soup"
    BREAD = "bread"
    BREAKFAST = "breakfast"
    WESTERN = "western"
    SWEET = "sweet"
    DRINK = "drink"


class Allergen(StrEnum):
    """Those of GB 7718-2025 (China's food labelling standard, section 4.1.5)."""

    GLUTEN = "gluten"
    CRUSTACEANS = "crustaceans"
    FISH = "fish"
    EGGS = "eggs"
    PEANUTS = "peanuts"
    SOY = "soy"
    MILK = "milk"
    NUTS = "nuts"


class Dish(Record, frozen=True, kw_only=True):
    """A dish; `price` in fen; `spicy` from 0 to 3."""

    info: ClassVar[Info] = _content("dish")

    name: Text
    course: Course
    price: int
    halal: bool = False
    allergens: list[Allergen] = msgspec.field(default_factory=list)
    spicy: int = 0
    order: int = 0


class Meal(StrEnum):
    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"
    NIGHT = "night"


class Menu(Record, frozen=True, kw_only=True):
    """What is served at a meal on these weekdays: the ids of dishes, in the kitchen's order."""

    info: ClassVar[Info] = _content("menu")

    meal: Meal
    hours: Hours
    dishes: list[str]


class Notice(Record, frozen=True, kw_only=True):
    """What the house has to tell everyone: `text` is read first, `more` beneath it. It holds from
    `valid_from` until before `valid_until` (ISO 8601; without an offset it is Beijing's time;
    empty: no such end)."""

    info: ClassVar[Info] = _content("notice")

    text: Text
    more: Text = msgspec.field(default_factory=dict)
    icon: str = "bullhorn"
    valid_from: str = ""
    valid_until: str = ""


class Event(Record, frozen=True, kw_only=True):
    """Something to come to, in a place of the house, at these hours of the week. It holds for
    what begins from `valid_from` until before `valid_until`, as a notice does: what is once has
    one day between them."""

    info: ClassVar[Info] = _content("event")

    name: Text
    about: Text = msgspec.field(default_factory=dict)
    place: str
    icon: str
    hours: Hours
    valid_from: str = ""
    valid_until: str = ""
