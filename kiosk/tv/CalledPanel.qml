pragma ComponentBehavior: Bound

import QtQuick
import kiosk.queue
import kiosk.shell

// The vehicles called now, newest first, three a page: plate, gate row, and when it was called.
Panel {
    id: panel

    required property WallView view
    readonly property int pad: Theme.mm(6)
    readonly property int heading: Theme.mm(14)
    readonly property int timeWidth: Theme.mm(35)
    readonly property int gateWidth: Theme.mm(36)
    readonly property int timeAt: width - pad - timeWidth
    readonly property int gateAt: timeAt - Theme.mm(3) - gateWidth
    readonly property int rowHeight: Math.floor((height - heading - Theme.mm(2)) / 3)

    Words {
        x: panel.pad
        y: -Theme.mm(2) // a line is higher than its letters
        width: page.x - x - Theme.mm(4)
        height: panel.heading + Theme.mm(2)
        verticalAlignment: Text.AlignVCenter
        role: Theme.mm(11)
        bold: true
        color: Theme.gold
        text: qsTr("Called now")
    }
    Figures {
        id: page

        x: panel.gateAt - width - Theme.mm(4)
        width: Theme.mm(16)
        height: panel.heading
        verticalAlignment: Text.AlignVCenter
        role: Theme.small
        bold: false
        color: "#B9C9C6"
        text: panel.view.calledPage
    }
    Words {
        x: panel.gateAt
        width: panel.gateWidth
        height: panel.heading
        verticalAlignment: Text.AlignVCenter
        role: Theme.small
        color: "#B9C9C6"
        text: qsTr("Gate row")
    }
    Words {
        x: panel.timeAt
        width: panel.timeWidth
        height: panel.heading
        verticalAlignment: Text.AlignVCenter
        role: Theme.small
        color: "#B9C9C6"
        //: On the wall, above times of day: when a vehicle was called. One short word
        text: qsTr("Time", "called")
    }
    Words {
        visible: list.count === 0
        x: panel.pad
        y: panel.heading
        width: panel.width - 2 * panel.pad
        height: panel.view.asOf > 0 ? panel.rowHeight : panel.height - 2 * panel.heading
        verticalAlignment: Text.AlignVCenter
        role: Theme.mm(panel.view.asOf > 0 ? 11 : 17)
        text: panel.view.asOf > 0 ? qsTr("Nobody at this moment")
            //: On the wall, where called vehicles would stand: the port has never sent anything
            : qsTr("Nothing heard from the port yet")
    }
    Repeater {
        id: list

        model: panel.view.called

        Item {
            id: row

            required property int index
            required property var drawn
            required property string gate
            required property string time
            required property bool lit

            y: panel.heading + index * panel.rowHeight
            width: panel.width
            height: panel.rowHeight

            Rectangle {
                visible: row.lit && !panel.old
                anchors.fill: parent
                color: "#1B636A"
            }
            Rectangle {
                x: panel.pad
                width: parent.width - 2 * panel.pad
                height: Math.max(1, Theme.mm(0.3))
                color: "#2A5F65"
            }
            Plate {
                x: panel.pad
                anchors.verticalCenter: parent.verticalCenter
                height: Math.min(Theme.mm(28), (panel.gateAt - panel.pad - Theme.mm(3)) / 4.65)
                drawn: row.drawn
            }
            GateRow {
                x: panel.gateAt
                anchors.verticalCenter: parent.verticalCenter
                width: panel.gateWidth
                height: Theme.mm(26)
                gate: row.gate
            }
            Figures {
                x: panel.timeAt
                anchors.verticalCenter: parent.verticalCenter
                role: Theme.mm(13)
                text: row.time
            }
        }
    }
}
