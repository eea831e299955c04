import QtQuick
import kiosk.shell

// A board of the wall; grey where what stands on it is old.
Rectangle {
    property bool old: false

    radius: Theme.mm(4)
    color: old ? "#3A4245" : Theme.board
}
