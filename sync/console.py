"""How a program's commands run, and how its process ends: as the contract of the commands says."""

import os
import signal
import sys
from importlib import import_module

import click

from sync.errors import BadInput, Failure


class ReaderGone(Exception):  # noqa: N818 - nothing went wrong
    """Who read our output has all he wanted (`| head -1`)."""


class Commands(click.Group):
    """A program's commands, by name `module:function`: each is imported when it is asked for."""

    def __init__(self, name: str, where: dict[str, str], about: str) -> None:
        settings = {"help_option_names": ["-h", "--help"]}
        super().__init__(name, help=about, context_settings=settings)
        self._where = where

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as gone:  # before click makes a failure of it
            raise ReaderGone from gone

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._where)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._where:
            return None
        module, name = self._where[cmd_name].split(":")
        # no KeyboardInterrupt meanwhile: in the middle of loading Qt it aborts the process
        before = signal.signal(signal.SIGINT, lambda *_: os._exit(130))
        try:
            command: click.Command = getattr(import_module(module), name)
        finally:
            signal.signal(signal.SIGINT, before)
        return command


def leave(program: Commands, arguments: list[str] | None = None) -> None:
    """Run a command and leave the process: 0, 2 for bad input, 1 for a failure; one sentence on
    stderr, and never a traceback unless KIOSK_DEBUG asks for one."""
    try:
        try:
            program.main(arguments, prog_name=program.name, standalone_mode=False)
        finally:
            sys.stdout.flush()  # here a full disk can still be told
    except click.exceptions.NoArgsIsHelpError as none:
        sys.exit(_say_all(none.ctx.get_help()))
    except click.ClickException as wrong:
        sys.exit(_say(f"{wrong.format_message()} `{program.name} --help` lists the commands.", 2))
    except BadInput as wrong:
        sys.exit(_say(str(wrong), 2))
    except Failure as failed:
        sys.exit(_say(str(failed), 1))
    except (ReaderGone, BrokenPipeError):
        # what Python still holds for the reader goes nowhere, without a word at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as failed:
        file = f" ({failed.filename})" if failed.filename else ""
        sys.exit(_say(f"{failed.strerror or failed}{file}.", 1))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as unforeseen:  # a person is never shown a traceback
        if os.environ.get("KIOSK_DEBUG"):
            raise
        kind = type(unforeseen).__name__
        sentence = f"Something went wrong that nobody foresaw ({kind}); KIOSK_DEBUG=1 shows where."
        sys.exit(_say(sentence, 1))


def _say_all(text: str) -> int:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2


def _say(sentence: str, code: int) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return code
