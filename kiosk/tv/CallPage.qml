pragma ComponentBehavior: Bound

import QtQuick
import kiosk.queue
import kiosk.shell

// A call takes the screen: the plates just called, as large as they go, and the gate row each is
// to drive to; what to do is said in all languages at once, or to drivers who asked to be told, in
// theirs and in Chinese.
Rectangle {
    id: page

    required property CallsView view
    readonly property int margin: Theme.mm(14)
    readonly property int words: Theme.mm(62)
    readonly property int columns: drives.count > 3 ? 2 : 1
    readonly property int space: height - words - Theme.mm(8)
    readonly property int rowHeight: Math.floor(space / Math.max(1, view.shown))
    readonly property int plateHeight: Math.min(Theme.mm(60), rowHeight - Theme.mm(6), (width - 2 * margin - Theme.mm(80)) / 4.65)

    color: Theme.night

    Repeater {
        model: page.view.onScreen

        Item {
            id: row

            required property int index
            required property var drawn
            required property string gate

            x: page.margin
            y: Theme.mm(4) + index * page.rowHeight
            width: page.width - 2 * page.margin
            height: page.rowHeight

            Rectangle {
                // the board that ties a plate to its gate row across the screen
                y: gate.y - Theme.mm(2)
                x: -Theme.mm(4)
                width: parent.width + Theme.mm(8)
                height: gate.height + Theme.mm(4)
                radius: Theme.mm(4)
                color: Theme.board
            }
            Plate {
                anchors.verticalCenter: parent.verticalCenter
                height: page.plateHeight
                drawn: row.drawn
            }
            Icon {
                visible: row.gate !== ""
                x: gate.x - width - Theme.mm(6)
                anchors.verticalCenter: parent.verticalCenter
                name: "arrow-right"
                size: Theme.mm(18)
                color: Theme.gold
            }
            GateRow {
                id: gate

                x: row.width - width
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.mm(56)
                height: page.plateHeight
                gate: row.gate
            }
        }
    }
    Grid {
        x: page.margin
        y: page.height - page.words
        columns: page.columns
        columnSpacing: Theme.mm(8)
        rowSpacing: Theme.mm(3)

        Repeater {
            id: drives

            model: page.view.drives

            FitLabel {
                required property string drive
                required property string family
                required property bool rtl

                LayoutMirroring.enabled: rtl && page.columns > 1
                width: Math.floor((page.width - 2 * page.margin - (page.columns - 1) * Theme.mm(8)) / page.columns)
                role: Theme.mm(drives.count > 2 ? 10 : 16)
                least: Theme.small
                bold: true
                face: family
                color: Theme.gold
                text: drive
            }
        }
    }
    // how many calls still wait for their turn
    Rectangle {
        visible: page.view.waiting > 0
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.mm(3)
        width: more.width + Theme.mm(8)
        height: Theme.mm(13)
        radius: Theme.mm(3)
        color: Theme.board

        Figures {
            id: more

            anchors.centerIn: parent
            role: Theme.mm(9)
            text: "+" + page.view.waiting
        }
    }
}
