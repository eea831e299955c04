"""The records in a file as an outbox, and one POST of them to an address: FILE FOLDER ADDRESS.
Prints its seconds."""

import json
import sqlite3
import sys
import time
from pathlib import Path

import requests
import zstandard


def main(file: str, folder: str, address: str) -> None:
    db = sqlite3.connect(Path(folder, "device.db"), isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE outbox (seq INTEGER PRIMARY KEY, line TEXT)")
    records = json.loads(Path(file).read_text("utf-8"))
    lines = [(json.dumps(each, separators=(",", ":")),) for each in records]
    db.execute("BEGIN")
    db.executemany("INSERT INTO outbox (line) VALUES (?)", lines)
    db.execute("COMMIT")
    session = requests.Session()
    begin = time.perf_counter()
    told = "\n".join(line for (line,) in db.execute("SELECT line FROM outbox ORDER BY seq"))
    session.post(address, zstandard.compress(told.encode(), 9)).raise_for_status()
    db.execute("DELETE FROM outbox")
    print(json.dumps({"seconds": time.perf_counter() - begin}), flush=True)


main(*sys.argv[1:])
