"""The least that can be called a server: FOLDER PORT. One POST of JSON lines under zstd, one
executemany, one commit to the disk. No checks."""

import sqlite3
import sys
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
import zstandard


def application(folder: str) -> Any:
    db = sqlite3.connect(Path(folder, "server.db"), isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        lines = zstandard.decompress(body, 1 << 24)
        rows = [list(msgspec.json.decode(line).values()) for line in lines.splitlines()]
        marks = ", ".join("?" * len(rows[0]))
        columns = ", ".join(f"c{number}" for number in range(len(rows[0])))
        db.execute(f"CREATE TABLE IF NOT EXISTS record ({columns}, PRIMARY KEY (c0))")
        db.execute("BEGIN")
        db.executemany(f"INSERT INTO record VALUES ({marks})", rows)
        db.execute("COMMIT")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    return answer


if __name__ == "__main__":
    uvicorn.run(application(sys.argv[1]), port=int(sys.argv[2]), log_level="critical")
