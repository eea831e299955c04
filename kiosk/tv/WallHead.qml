pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// What the wall is about, the gate, and both clocks.
Item {
    id: head

    required property WallView view
    required property bool old
    readonly property int clock: Theme.mm(54)

    component Face: Item {
        id: face

        required property string place
        required property string time

        width: head.clock
        height: head.height

        Rectangle {
            width: Math.max(1, Theme.mm(0.4))
            height: parent.height
            color: "#2A5055"
        }
        Words {
            x: Theme.mm(4)
            width: parent.width - x - Theme.mm(4)
            role: Theme.small
            color: "#B9C9C6"
            text: face.place
            Accessible.ignored: true
        }
        Figures {
            x: Theme.mm(4)
            anchors.bottom: parent.bottom
            anchors.bottomMargin: -Theme.mm(1.5)
            role: Theme.mm(15)
            text: face.time
            Accessible.name: face.place + " " + face.time
        }
    }

    Words {
        width: gate.x - Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        role: Theme.mm(17)
        least: Theme.mm(11)
        bold: true
        //: Title of the wall: lorries on their way out of the country
        text: qsTr("Outbound vehicles")
    }
    GateBox {
        id: gate

        x: parent.width - 2 * head.clock - width - Theme.mm(5)
        width: Theme.mm(112)
        height: parent.height
        view: head.view
        old: head.old
    }
    Face {
        x: parent.width - 2 * head.clock
        //: Beside a clock: Beijing time. Very short.
        place: qsTr("Beijing")
        time: Say.clock.beijing
    }
    Face {
        x: parent.width - head.clock
        //: Beside a clock: Kazakhstan time. Very short.
        place: qsTr("Kazakhstan")
        time: Say.clock.kazakhstan
    }
}
