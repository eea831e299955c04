"""`python -m sync.hq` and the `hq` program."""

import gc

# A batch of ops makes thousands of objects that go by themselves; looking through them for rubbish
# every 700 took two fifths of a push.
gc.set_threshold(100_000, 20, 100)

from sync.console import Commands, leave  # noqa: E402 - the threshold counts from the first import on

COMMANDS = {
    "serve": "sync.hq.serving:serve",
    "enroll": "sync.hq.commands:enroll",
    "devices": "sync.hq.commands:devices",
    "check": "sync.hq.checking:check",
    "export": "sync.hq.commands:export",
    "content": "sync.hq.content:content",
    "quarantine": "sync.hq.setting_right:quarantine",
    "losing": "sync.hq.setting_right:losing",
    "join": "sync.hq.joining:join",
    "removals": "sync.hq.uplink:removals",
}

hq = Commands("hq", COMMANDS, "The headquarters of the driver homes.")


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave the process as the contract says."""
    leave(hq, arguments)


if __name__ == "__main__":
    main()
