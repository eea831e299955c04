pragma ComponentBehavior: Bound

import QtQuick
import kiosk.queue
import kiosk.shell

// Who is called next, five a page: place in the line, plate, a star for the priority lane, and
// when the call is expected; where nobody can say, since when it stands in line.
Panel {
    id: panel

    required property WallView view
    readonly property int pad: Theme.mm(6)
    readonly property int heading: Theme.mm(14)
    readonly property int plateAt: pad + Theme.mm(17)
    readonly property int starAt: plateAt + Theme.mm(74)
    readonly property int rowHeight: Math.floor((height - heading - Theme.mm(2)) / 5)

    Words {
        id: title

        x: panel.pad
        y: -Theme.mm(2) // a line is higher than its letters
        width: page.x - x - Theme.mm(3)
        height: panel.heading + Theme.mm(2)
        verticalAlignment: Text.AlignVCenter
        role: Theme.mm(11)
        bold: true
        color: Theme.gold
        //: On the wall, above the plates that will be called next
        text: qsTr("Next", "vehicle")
    }
    Figures {
        id: page

        x: panel.width - panel.pad - Theme.mm(54) - width
        width: Theme.mm(14)
        height: panel.heading
        verticalAlignment: Text.AlignVCenter
        role: Theme.small
        bold: false
        color: "#B9C9C6"
        text: panel.view.nextPage
    }
    FitLabel {
        visible: list.count > 0
        x: panel.width - panel.pad - width
        width: Theme.mm(54)
        height: panel.heading
        horizontalAlignment: Text.AlignRight // above figures, which stand there in every language
        verticalAlignment: Text.AlignVCenter
        role: Theme.small
        least: Theme.small
        color: "#B9C9C6"
        //: On the wall, above times of day: when vehicles are expected to be called. One short word
        text: panel.view.foretold ? qsTr("Forecast", "called")
            //: On the wall, above times of day: when vehicles were registered. One short word
            : qsTr("Registered", "wall")
    }
    Words {
        visible: panel.view.asOf > 0 && list.count === 0
        x: panel.pad
        y: panel.heading
        width: panel.width - 2 * panel.pad
        role: Theme.mm(10)
        text: qsTr("Nobody is waiting here.")
    }
    Figures {
        visible: panel.view.asOf === 0
        x: panel.pad
        y: panel.heading
        role: Theme.mm(13)
        text: "–"
    }
    Repeater {
        id: list

        model: panel.view.next

        Item {
            id: row

            required property int index
            required property var drawn
            required property int place
            required property string time
            required property string registered
            required property bool priority

            y: panel.heading + index * panel.rowHeight
            width: panel.width
            height: panel.rowHeight

            Rectangle {
                x: panel.pad
                width: parent.width - 2 * panel.pad
                height: Math.max(1, Theme.mm(0.3))
                color: "#2A5F65"
            }
            Figures {
                x: panel.pad
                anchors.verticalCenter: parent.verticalCenter
                role: Theme.mm(11)
                color: "#B9C9C6"
                text: row.place
            }
            Plate {
                x: panel.plateAt
                anchors.verticalCenter: parent.verticalCenter
                height: Theme.mm(15.4)
                drawn: row.drawn
            }
            Icon {
                visible: row.priority
                x: panel.starAt
                anchors.verticalCenter: parent.verticalCenter
                name: "star"
                size: Theme.mm(9)
                color: Theme.gold
            }
            Figures {
                visible: row.time !== ""
                x: panel.width - panel.pad - width
                anchors.verticalCenter: parent.verticalCenter
                role: Theme.mm(10)
                text: "≈" + row.time
            }
            Figures {
                visible: !panel.view.foretold
                x: panel.width - panel.pad - width
                anchors.verticalCenter: parent.verticalCenter
                role: Theme.mm(10)
                bold: false
                color: "#B9C9C6"
                text: row.registered
            }
        }
    }
}
