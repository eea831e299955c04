"""The interface between a port authority and a driver home: one document, asked for by HTTP or
pushed as server-sent events.

`kiosk port-sim` serves it, with its OpenAPI at /schema/openapi.json; a port's integrator writes
the real one to the same shape.
"""

from typing import Annotated

import msgspec

from sync.records import Lane, VehicleState

PATH = "/api/port/v1/vehicles"
EVENTS_PATH = "/api/port/v1/events"
TIME_HEADER = "Port-Time"
"""The port's clock (ISO 8601 with offset), sent with every answer, also with 304 Not Modified:
it says how fresh the unchanged list is."""

_Time = Annotated[str, msgspec.Meta(description="ISO 8601 with offset; empty if not yet.")]


class PortVehicle(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle on its way out."""

    plate: Annotated[str, msgspec.Meta(description="As on the vehicle, in any script.")]
    country: Annotated[str, msgspec.Meta(description="ISO 3166-1 alpha-2; may be empty.")] = ""
    lane: Lane = Lane.GENERAL
    state: VehicleState
    registered_at: _Time = ""
    called_at: _Time = ""
    departed_at: _Time = ""
    reason: Annotated[str, msgspec.Meta(description="Why it is held; no personal data.")] = ""
    gate: Annotated[str, msgspec.Meta(description="The row it is called to.")] = ""
    position: Annotated[
        int,
        msgspec.Meta(
            description="The port's own place in the lane, from 1; 0 if it gives none.", ge=0
        ),
    ] = 0
    as_of: Annotated[str, msgspec.Meta(description="When the port last changed it.")] = ""
    sequence: Annotated[int, msgspec.Meta(description="The sequence of its last change.")] = 0


class PortGate(msgspec.Struct, frozen=True, kw_only=True):
    """Whether vehicles are let out, why not, and since when."""

    open: bool
    reason: str = ""
    since: _Time = ""


class PortDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What the port knows, at one moment: gate and vehicles belong together."""

    server_time: Annotated[str, msgspec.Meta(description="The port's clock, ISO with offset.")]
    sequence: Annotated[
        int, msgspec.Meta(description="Grows by every change; send it back as `since`.", ge=0)
    ]
    full: Annotated[
        bool,
        msgspec.Meta(
            description="True: these are all vehicles of the last 24 hours; one not among "
            "them is gone. False: only those changed after `since`."
        ),
    ]
    since: Annotated[
        int,
        msgspec.Meta(
            description="The sequence after which these changes begin; 0 with a full list. A home "
            "that knows less asks for everything.",
            ge=0,
        ),
    ] = 0
    gate: PortGate
    vehicles: list[PortVehicle]
