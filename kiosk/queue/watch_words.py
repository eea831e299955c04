"""What a watch says, on the screens and on its slip, in any of the languages."""

from kiosk.i18n.text import Tongue, mark
from kiosk.queue.announcement import Announcement

PAPER = {
    #: The slip printer has no paper; the QR code on the screen is the way out, said after it
    "paper-out": mark("The printer has no paper."),
    #: The slip printer's cover stands open
    "cover": mark("The printer is open."),
    #: The slip printer can't be reached
    "offline": mark("The printer does not answer."),
    #: The slip printer has some trouble of its own
    "unknown": mark("The printer can't print now."),
    #: A slip could not even be kept for later
    "not-kept": mark("The printer can't print now."),
}
"""By the printer's condition (kiosk.devices.printer)."""

REFUSED = {
    #: A code was held to the scanner that is none of this house's
    "foreign": mark("This code is not one of ours."),
    #: A driver's slip was held to the scanner; it is older than two days
    "old": mark("This slip is too old. Find your truck on the screen and take a new one."),
    #: A driver's slip was held to the scanner; its truck is not in this port's list
    "unlisted": mark("The port's list does not have the truck of this slip."),
}
"""Why a scanned code opens nothing."""


def wish(tongue: Tongue, ahead: int) -> str:
    """When he wishes to be told."""
    if ahead == 0:
        #: A driver chooses when he is told: when his truck is called to the gate
        return tongue.tr(mark("When you are called"))
    #: A driver chooses when he is told: when so many trucks stand before his
    return tongue.ntr(mark("When %n truck is ahead of you|When %n trucks are ahead of you"), ahead)


def told(tongue: Tongue, announcement: Announcement) -> str:
    """What stands beside his plate on every screen."""
    gate = announcement.gate
    if announcement.ahead:
        #: How many trucks will be called before this one
        return tongue.ntr(mark("%n truck(s) ahead of you"), announcement.ahead)
    if announcement.again:
        said = (
            #: Beside a plate: the driver was called before and hasn't come. %1 is a number
            mark("Called again: please drive to gate row %1")
            if gate
            #: Beside a plate: the driver was called before and hasn't come
            else mark("Called again: please drive to the gate")
        )
    else:
        said = (
            #: Beside a plate, on every screen. %1 is a number
            mark("Called: please drive to gate row %1")
            if gate
            #: Beside a plate, on every screen
            else mark("Called: please drive to the gate")
        )
    return tongue.tr(said).replace("%1", gate)


def takes(tongue: Tongue) -> str:
    """Beneath the wish, on the slip."""
    return tongue.tr(
        #: On a driver's slip, above its QR code
        mark("Hold this code to the scanner of a screen: it opens your truck in your language.")
    )
