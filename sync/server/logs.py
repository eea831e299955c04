"""The server's log: a line of JSON for each thing worth telling. Who is in it is a device or a
home, never a person: what a record says is never logged, and an error's text neither."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime


class Lines(logging.Formatter):
    """One JSON object a line: at, level, from, says, and what `extra={"told": {…}}` adds."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage(),
        }
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            last = traceback.extract_tb(record.exc_info[2])[-1:]
            line["where"] = f"{last[0].filename}:{last[0].lineno}" if last else ""
        return json.dumps(line, ensure_ascii=False, default=str)


def log_lines() -> None:
    """From now on the log goes to stderr so, from INFO on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # it names addresses and paths; what devices ask is told by app.py
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("alembic").setLevel(logging.WARNING)
