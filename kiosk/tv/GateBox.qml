import QtQuick
import kiosk.shell

// Whether the gate is open, by its boom, its colour and in words, and since when.
Panel {
    id: box

    required property WallView view
    readonly property bool opened: view.gate === "open"
    readonly property bool shut: view.gate === "closed"

    color: old ? "#3A4245" : opened ? "#1F6B43" : shut ? Theme.pomegranate : Theme.board

    Icon {
        id: boom

        x: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        name: box.opened ? "boom-gate-up" : box.shut ? "boom-gate" : "boom-gate-alert"
        size: Theme.mm(16)
        color: "#FCF7EA"
    }
    Column {
        x: boom.x + boom.width + Theme.mm(4)
        width: box.width - x - Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        spacing: -Theme.mm(1.5) // what hangs below the last line keeps off the edge

        Words {
            width: parent.width
            role: Theme.mm(11)
            bold: true
            //: The state of the port's gate
            text: box.opened ? qsTr("Gate open")
                //: The state of the port's gate
                : box.shut ? qsTr("Gate closed")
                //: The state of the port's gate: the port has not said
                : qsTr("Gate: not known")
        }
        Words {
            width: parent.width
            visible: text !== ""
            role: Theme.small
            text: box.view.gateSince
        }
    }
}
