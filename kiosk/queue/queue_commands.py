"""`kiosk queue`: its commands together."""

import click

from kiosk.queue.backtest_command import backtest_command
from kiosk.queue.voice_commands import say_command
from kiosk.queue.watch_commands import repeat_command, watches_command


@click.group()
def queue() -> None:
    """The outbound queue."""


for command in (backtest_command, watches_command, repeat_command, say_command):
    queue.add_command(command)
