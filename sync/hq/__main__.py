"""`python -m sync.hq` and the `hq` program."""

from sync.console import Commands, leave

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
