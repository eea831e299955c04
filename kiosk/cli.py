"""The `kiosk` commands, and how they end: one sentence on stderr, 2 for bad input, 1 for failure.

Each command lives in the room it belongs to; COMMANDS says where. Only the module of the
command that was asked for is imported.
"""

from sync.console import Commands, leave

COMMANDS = {
    "run": "kiosk.run:run",
    "tv": "kiosk.tv.command:tv",
    "shots": "kiosk.shots:shots",
    "check": "kiosk.selftest:check",
    "enroll": "kiosk.sync_commands:enroll",
    "sync": "kiosk.sync_commands:sync",
    "export": "kiosk.store.commands:export",
    "backup": "kiosk.store.commands:backup",
    "restore": "kiosk.store.commands:restore",
    "plate": "kiosk.queue.commands:plate",
    "feed": "kiosk.queue.commands:feed",
    "queue": "kiosk.queue.queue_commands:queue",
    "simulate": "kiosk.simulate.command:simulate_command",
    "port-sim": "kiosk.queue.commands:port_sim",
    "translit": "kiosk.i18n.commands:translit",
}


kiosk = Commands("kiosk", COMMANDS, "The kiosk of a driver home.")


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave the process as the contract says."""
    leave(kiosk, arguments)
