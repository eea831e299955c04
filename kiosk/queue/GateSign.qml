import QtQuick
import kiosk.shell

// Whether the gate is open, with its boom and in words.
Row {
    id: sign

    required property QueueView view
    property color tone: view.gate === "open" ? "#BFE3C9" : Theme.gold
    property int role: Theme.body

    spacing: Theme.mm(4)

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        name: sign.view.gate === "open" ? "boom-gate-up" : sign.view.gate === "closed" ? "boom-gate" : "boom-gate-alert"
        size: Theme.mm(11)
        color: sign.tone
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        role: sign.role
        bold: true
        color: sign.tone
        wrapMode: Text.NoWrap
        //: The state of the port's gate
        text: sign.view.gate === "open" ? qsTr("Gate open")
            //: The state of the port's gate
            : sign.view.gate === "closed" ? qsTr("Gate closed")
            //: The state of the port's gate: the port has not said
            : qsTr("Gate: not known")
    }
}
