"""A kiosk with the records in a file, and their sync to an address: FILE FOLDER ADDRESS and the
address for what comes before. Prints its seconds."""

import base64
import json
import sys
import time
from pathlib import Path

from tests.bench.sync.kinds import Reading, Sealed
from tests.bench.sync.ours import enrol, kiosk


def main(file: str, folder: str, address: str, before: str) -> None:
    place = Path(folder, "kiosk")
    enrol(place, f"sqlite:///{folder}/hq.db", before)
    told = json.loads(Path(file).read_text("utf-8"))
    records = [
        Sealed(id=each["id"], sealed=base64.b64decode(each["sealed"]))
        if "sealed" in each
        else Reading(**each)
        for each in told
    ]
    with kiosk(place, address) as here:
        here.put(records)
        begin = time.perf_counter()
        done = here.engine.run()
        seconds = time.perf_counter() - begin
        if done.told != len(records) or done.refused:
            raise SystemExit(f"{done.told} of {len(records)} were told")
    print(json.dumps({"seconds": seconds}), flush=True)


main(*sys.argv[1:])
