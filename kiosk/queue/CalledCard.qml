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

        y: Theme.mm(6)
        anchors.left: parent.left
        anchors.leftMargin: Theme.padding
        anchors.right: rowWord.left
        bold: true
        text: qsTr("Called now")
    }
    Label {
        id: rowWord

        anchors.right: parent.right
        anchors.rightMargin: Theme.padding
        anchors.baseline: heading.baseline
        visible: card.view.calledFour.length > 0
        role: Theme.small
        color: Theme.softInk
        wrapMode: Text.NoWrap
        text: qsTr("Gate row")
        Accessible.ignored: true
    }
    Rectangle {
        // between two columns: a gate row belongs to the plate on its own side
        anchors.horizontalCenter: grid.horizontalCenter
        anchors.top: grid.top
        width: Theme.mm(0.8)
        height: grid.height
        visible: Theme.portrait && card.view.calledFour.length > 1
        color: Theme.line
    }
    Grid {
        id: grid

        readonly property real cell: columns === 1 ? width : Math.min((width - Theme.mm(24)) / 2, Theme.mm(158))

        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(5)
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        columns: Theme.portrait ? 2 : 1
        columnSpacing: width - 2 * cell
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

                width: grid.cell
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
