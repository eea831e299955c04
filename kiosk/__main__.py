"""`python -m kiosk` and the `kiosk` program."""

import gc

# What is loaded stays: looking through it for rubbish every 700 objects costs a thirtieth of the
# start. `kiosk run` lets go of none of it, see there.
gc.set_threshold(100_000)

from kiosk.cli import main  # noqa: E402 - the threshold counts from the first import on

if __name__ == "__main__":
    main()
