pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The gate and the day in three figures, on an ink card.
Rectangle {
    id: card

    required property QueueView view

    height: column.height + 2 * Theme.mm(8)
    radius: Theme.radius
    color: Theme.contrast ? "#000000" : "#0B3B40"

    Column {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)

        GateSign {
            anchors.left: parent.left
            view: card.view
        }
        Label {
            width: parent.width
            visible: text !== ""
            color: "#FCF7EA"
            text: card.view.gateReason
        }
        Row {
            id: row

            width: parent.width

            Repeater {
                model: [
                    //: Beneath a figure: vehicles that wait to be called. Very short.
                    [card.view.waiting, qsTr("waiting")],
                    //: Beneath a figure: vehicles called in the last sixty minutes. Very short.
                    [card.view.calledLastHour, qsTr("called in the last hour")],
                    //: Beneath a figure: vehicles that left the country today. Very short.
                    [card.view.departedToday, qsTr("left today")]
                ]

                Column {
                    id: figure

                    required property var modelData

                    width: row.width / 3

                    FitLabel {
                        anchors.left: parent.left // a Column alone does not mirror
                        width: parent.width - Theme.mm(3)
                        role: Theme.display
                        least: Theme.label
                        bold: true
                        color: Theme.gold
                        text: Say.number(figure.modelData[0])
                        Accessible.name: text + " " + words.text
                    }
                    FitLabel {
                        id: words

                        anchors.left: parent.left
                        width: parent.width - Theme.mm(3)
                        least: role
                        color: "#FCF7EA"
                        text: figure.modelData[1]
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
