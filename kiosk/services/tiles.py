"""The home page's tiles that lead to services: what each is called, and whose state it tells."""

from dataclasses import dataclass

from kiosk.i18n.text import mark
from sync.records import ServiceKind


@dataclass(frozen=True)
class Way:
    """A tile: its accent and icon, its name (text and context), and where it leads: to one
    `service`, to a `kind`, or, without either, to all."""

    room: str
    icon: str
    title: tuple[str, str]
    service: str = ""
    kind: ServiceKind | None = None


# Ids of services are names given by headquarters, the same in every home; a home that lacks the
# service lacks the tile.
WAYS: dict[str, Way] = {
    #: Tile on the home page: measure blood pressure, see the doctor
    "health": Way("health", "heart-pulse", (mark("Health", "tile"), "tile"), "svc-doctor"),
    #: Tile on the home page: all services, showers and beds above all
    "services": Way("services", "shower-head", (mark("Showers and beds", "tile"), "tile")),
    #: Tile on the home page: jobs by the day for drivers and loaders
    "jobs": Way("jobs", "account-hard-hat", (mark("Work", "tile"), "tile"), "svc-jobs"),
    #: Tile on the home page: the way by road to customs, scales, fuel
    "road": Way("road", "sign-direction", (mark("Finding the way", "tile"), "tile"), "svc-road"),
    #: Tile on the home page: waybills and customs papers
    "papers": Way("papers", "file-document", (mark("Papers", "tile"), "tile"), "svc-waybill"),
    "company": Way(
        "company",
        "chess-knight",
        #: Tile on the home page: games, books and sport together with others
        (mark("Good company", "tile"), "tile"),
        kind=ServiceKind.COMPANY,
    ),
    #: Tile on the home page: someone who speaks both languages
    "phrases": Way("phrases", "forum", (mark("Speaking", "tile"), "tile"), "svc-interpreter"),
    #: Tile on the home page, red: for who is in trouble
    "help": Way("help", "hand-heart", (mark("Help", "tile"), "tile"), "svc-help"),
}
