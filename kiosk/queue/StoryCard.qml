pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// Why the truck's place changed: who went first, when the gate was closed.
Card {
    id: card

    required property VehicleView view
    readonly property var lines: view.story

    visible: lines.length > 0
    height: column.height + 2 * Theme.padding

    Column {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(4)

        Label {
            width: parent.width
            bold: true
            //: Heading above the reasons why a truck's place in the queue changed
            text: qsTr("How your place changed")
        }
        Repeater {
            model: card.lines

            Item {
                id: line

                required property var modelData

                width: column.width
                height: Math.max(icon.height, words.height)

                Icon {
                    id: icon

                    anchors.left: parent.left
                    y: Math.round((words.height / words.lineCount - height) / 2)
                    name: line.modelData.icon
                    points: name === "truck"
                    size: Theme.body
                    color: Theme.surfaceInk
                }
                Label {
                    id: words

                    anchors.left: icon.right
                    anchors.leftMargin: Theme.mm(5)
                    anchors.right: parent.right
                    text: line.modelData.text
                }
            }
        }
    }
}
