"""The state of a server in a few numbers, of all its workers together."""

import sqlalchemy as sa

from sync.server.database import reading
from sync.server.tables import DEVICE, FORWARD, HELD, LOSING, QUARANTINE


def figures(engine: sa.Engine) -> dict[str, float]:
    """By name: how many devices there are, and how much waits for whom."""
    count = sa.func.count()
    with reading(engine) as connection:
        by_state = {
            f"devices_{state}": float(number)
            for state, number in connection.execute(
                sa.select(DEVICE.c.state, count).group_by(DEVICE.c.state)
            )
        }
        asked = {
            "quarantined": sa.select(count)
            .select_from(QUARANTINE)
            .where(QUARANTINE.c.state == "waiting"),
            "held": sa.select(count).select_from(HELD),
            "losing": sa.select(count).select_from(LOSING).where(LOSING.c.taken_back_at.is_(None)),
            "to_forward": sa.select(count).select_from(FORWARD),
        }
        numbers = {name: float(connection.scalar(each) or 0) for name, each in asked.items()}
    return {"devices_active": 0.0} | by_state | numbers
