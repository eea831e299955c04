"""The `kiosk` commands, and how they end: one sentence on stderr, 2 for bad input, 1 for failure.

Each command lives in the room it belongs to; COMMANDS says where. Only the module of the
command that was asked for is imported.
"""

import os
import signal
import sys
from importlib import import_module

import click

from kiosk.errors import BadInput, Failure

COMMANDS = {
    "run": "kiosk.run:run",
    "tv": "kiosk.tv.command:tv",
    "shots": "kiosk.shots:shots",
    "check": "kiosk.selftest:check",
    "export": "kiosk.store.commands:export",
    "backup": "kiosk.store.commands:backup",
    "restore": "kiosk.store.commands:restore",
    "plate": "kiosk.queue.commands:plate",
    "feed": "kiosk.queue.commands:feed",
    "queue": "kiosk.queue.queue_commands:queue",
    "port-sim": "kiosk.queue.commands:port_sim",
    "translit": "kiosk.i18n.commands:translit",
}


class _ReaderGone(Exception):  # noqa: N818 - nothing went wrong
    """Who read our output has all he wanted (`| head -1`)."""


class _Rooms(click.Group):
    """A group whose commands are imported when they are asked for."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as gone:  # before click makes a failure of it
            raise _ReaderGone from gone

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, name = where.split(":")
        # no KeyboardInterrupt meanwhile: in the middle of loading Qt it aborts the process
        before = signal.signal(signal.SIGINT, lambda *_: os._exit(130))
        try:
            command: click.Command = getattr(import_module(module), name)
        finally:
            signal.signal(signal.SIGINT, before)
        return command


@click.group(cls=_Rooms, context_settings={"help_option_names": ["-h", "--help"]})
def kiosk() -> None:
    """The kiosk of a driver home."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave the process as the contract says."""
    try:
        try:
            kiosk.main(arguments, standalone_mode=False)
        finally:
            sys.stdout.flush()  # here a full disk can still be told
    except click.exceptions.NoArgsIsHelpError as none:
        print(none.ctx.get_help())
        sys.exit(2)
    except click.ClickException as wrong:
        sys.exit(_say(f"{wrong.format_message()} `kiosk --help` lists the commands.", 2))
    except BadInput as wrong:
        sys.exit(_say(str(wrong), 2))
    except Failure as failed:
        sys.exit(_say(str(failed), 1))
    except (_ReaderGone, BrokenPipeError):
        # what Python still holds for the reader goes nowhere, without a word at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as failed:
        name = f" ({failed.filename})" if failed.filename else ""
        sys.exit(_say(f"{failed.strerror or failed}{name}.", 1))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as unforeseen:  # a person is never shown a traceback
        if os.environ.get("KIOSK_DEBUG"):
            raise
        kind = type(unforeseen).__name__
        sentence = f"Something went wrong that nobody foresaw ({kind}); KIOSK_DEBUG=1 shows where."
        sys.exit(_say(sentence, 1))


def _say(sentence: str, code: int) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return code
