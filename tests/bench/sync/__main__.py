"""Every figure of sync: `python -m tests.bench.sync` prints their table, `… json` what the whole
bench reads."""

import sys

import msgspec

from tests.bench.figure import table
from tests.bench.sync import headquarters, homes, peers, scale, thrift


def main() -> None:
    rows = [each for part in (peers, thrift, headquarters, homes, scale) for each in part.figures()]
    if sys.argv[1:] == ["json"]:
        print(msgspec.json.encode(rows).decode())
    else:
        print(table(rows))


if __name__ == "__main__":
    main()
