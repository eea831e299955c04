"""A wall and a port where there is no network but the home's: to be run in a network namespace of
its own, with the port's address and the data folder. Prints one line: ok, or what went wrong."""

import signal
import socket
import sys
from pathlib import Path

from kiosk.home import ensure_sample
from tests.pages.test_programs import vehicles, wait_until
from tests.tv.pushing_port import PushingPort
from tests.tv.test_tv_command import start


def main(address: str, folder: Path) -> str:
    try:
        socket.create_connection(("203.0.113.1", 80), 1).close()  # RFC 5737: stands for the rest
    except OSError as error:
        if error.errno is None:
            return "the rest of the world does not answer, but there is a way to it"
    port = PushingPort(address)
    ensure_sample(folder)
    with (folder / "kiosk.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[[feeds]]\nkind = "events"\nname = "port"\nurl = "{port.url}"\n')
    picture = folder / "wall.png"
    with port.running():
        wall = start("tv", "--data", str(folder))
        wait_until(lambda: picture.exists() and vehicles(folder) == 10)
        port.call("104ABC02")
        before = picture.read_bytes()
        wait_until(lambda: picture.read_bytes() != before)
        wall.send_signal(signal.SIGTERM)
        _, errors = wall.communicate(timeout=60)
    return "ok" if (wall.returncode, errors) == (0, "") else f"{wall.returncode}: {errors}"


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2])))
