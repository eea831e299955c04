import QtQuick
import kiosk.shell

// The gate row to drive to, large on saffron.
Rectangle {
    id: row

    required property string gate

    visible: gate !== ""
    radius: Theme.mm(3)
    color: Theme.saffron
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Gate row") + " " + gate

    Figures {
        // a long name of a row is squeezed, never cut
        readonly property real room: parent.width - Theme.mm(3)

        anchors.centerIn: parent
        role: Math.round(row.height * 0.72)
        color: "#0B3B40"
        text: row.gate
        scale: Math.min(1, room / Math.max(1, implicitWidth))
        Accessible.ignored: true
    }
}
