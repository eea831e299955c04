pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// How many wait, lane by lane; the star is the priority lane's.
Panel {
    id: panel

    required property WallView view
    readonly property int pad: Theme.mm(6)

    component LaneCount: Item {
        id: lane

        required property int count
        required property string name
        property bool priority: false

        x: panel.pad
        width: panel.width - 2 * panel.pad
        height: Theme.mm(16)

        Figures {
            anchors.verticalCenter: parent.verticalCenter
            role: Theme.mm(13)
            text: panel.view.asOf > 0 ? lane.count : "–"
        }
        Icon {
            visible: lane.priority
            x: Theme.mm(31)
            anchors.verticalCenter: parent.verticalCenter
            name: "star"
            size: Theme.mm(9)
            color: Theme.gold
        }
        Words {
            x: Theme.mm(42)
            width: parent.width - x
            anchors.verticalCenter: parent.verticalCenter
            role: Theme.mm(9)
            text: lane.name
        }
    }

    Words {
        x: panel.pad
        width: parent.width - 2 * panel.pad
        height: Theme.mm(14)
        verticalAlignment: Text.AlignVCenter
        role: Theme.mm(10)
        bold: true
        color: Theme.gold
        text: qsTr("Waiting", "vehicle")
    }
    LaneCount {
        y: Theme.mm(13)
        count: panel.view.waitingGeneral
        //: Kind of queue at the port: most vehicles
        name: qsTr("General lane", "vehicle")
    }
    LaneCount {
        y: Theme.mm(29)
        count: panel.view.waitingPriority
        priority: true
        //: Kind of queue at the port: perishables, convoys, livestock
        name: qsTr("Priority lane", "vehicle")
    }
}
