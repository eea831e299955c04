pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The vehicles called now, newest first, each with the gate row to drive to.
Card {
    id: card

    required property QueueView view
    readonly property int most: Theme.portrait ? 4 : 3

    height: heading.height + grid.height + Theme.mm(20)

    Label {
        id: heading

        x: Theme.padding
        y: Theme.mm(6)
        width: parent.width - 2 * Theme.padding
        bold: true
        text: qsTr("Called now")
    }
    Grid {
        id: grid

        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(5)
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        columns: Theme.portrait ? 2 : 1
        columnSpacing: Theme.mm(8)
        rowSpacing: Theme.mm(5)

        Label {
            visible: card.view.calledFour.length === 0
            text: qsTr("Nobody at this moment")
        }
        Repeater {
            model: card.view.calledFour.slice(0, card.most)

            Item {
                id: called

                required property var modelData

                width: (grid.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns
                height: Theme.mm(26)

                Plate {
                    id: plate

                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                    height: Math.min(parent.height, (called.width - Theme.mm(34)) / 4.7)
                    drawn: called.modelData.drawn
                }
                Rectangle {
                    visible: called.modelData.gate !== ""
                    anchors.right: parent.right
                    width: Theme.mm(28)
                    height: parent.height
                    radius: Theme.mm(4)
                    color: Theme.contrast ? "#000000" : "#0B3B40"
                    Accessible.role: Accessible.StaticText
                    Accessible.name: qsTr("Gate row") + " " + called.modelData.gate

                    Label {
                        anchors.centerIn: parent
                        role: Theme.mm(16)
                        bold: true
                        color: Theme.gold
                        text: called.modelData.gate
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
