"""`hq`, as a server that knows the bench's own kinds."""

import tests.bench.sync.kinds  # noqa: F401 - makes them known
from sync.hq.__main__ import main

if __name__ == "__main__":
    main()
