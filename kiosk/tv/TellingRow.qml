import QtQuick
import kiosk.queue
import kiosk.shell

// What a driver is told: in his language, and in Chinese. Both begin at his plate, whichever way
// they are read, so that plate and words are one.
Item {
    id: row

    required property var drawn
    required property string first
    required property string second
    required property string family
    required property string secondFamily
    required property bool called
    required property color ink

    Icon {
        id: bell

        anchors.verticalCenter: parent.verticalCenter
        name: row.called ? "bell-ring" : "bell"
        size: Theme.mm(13)
        color: row.ink
    }
    Plate {
        id: plate

        x: Theme.mm(19)
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.mm(18)
        drawn: row.drawn
    }
    Column {
        x: plate.x + plate.width + Theme.mm(6)
        width: row.width - x
        anchors.verticalCenter: parent.verticalCenter

        FitLabel {
            width: parent.width
            role: Theme.mm(10)
            least: Theme.small
            bold: true
            face: row.family
            color: row.ink
            text: row.first
        }
        FitLabel {
            width: parent.width
            visible: text !== ""
            role: Theme.mm(9)
            least: Theme.small
            face: row.secondFamily
            color: row.ink
            text: row.second
        }
    }
}
