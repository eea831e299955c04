"""How a command of the kiosk ends badly: as those of headquarters do."""

from sync.errors import BadInput, Failure

__all__ = ["BadInput", "Failure"]
