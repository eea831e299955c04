pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The port at a glance, on the door: who is called now and where to, the gate, how many wait.
Rectangle {
    id: glance

    required property QueueView view

    height: head.height + plates.height + foot.height
    radius: Theme.radius
    color: "#FCF7EA"

    Rectangle {
        id: head

        width: parent.width
        height: title.height + Theme.mm(8)
        radius: Theme.radius
        color: "#F8E3B0"

        Rectangle {
            y: parent.height - height
            width: parent.width
            height: Theme.radius
            color: parent.color
        }
        Icon {
            id: truck

            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(10)
            anchors.verticalCenter: parent.verticalCenter
            name: "truck"
            size: Theme.mm(15)
            color: "#0B3B40"
        }
        Label {
            id: title

            anchors.left: truck.right
            anchors.leftMargin: Theme.mm(5)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(10)
            anchors.verticalCenter: parent.verticalCenter
            role: Theme.label
            bold: true
            color: "#0B3B40"
            text: qsTr("Called now")
        }
    }
    Column {
        id: plates

        anchors.top: head.bottom
        width: parent.width
        topPadding: Theme.mm(7)
        bottomPadding: Theme.mm(7)
        spacing: Theme.mm(6)

        Label {
            visible: glance.view.calledThree.length === 0
            x: Theme.mm(10)
            color: "#0B3B40"
            text: qsTr("Nobody at this moment")
        }
        Repeater {
            model: glance.view.calledThree

            Item {
                id: row

                required property var modelData

                width: plates.width
                height: Theme.mm(Theme.portrait ? 38 : 26)

                Plate {
                    x: Theme.mm(10)
                    anchors.verticalCenter: parent.verticalCenter
                    height: Math.min(parent.height, (parent.width - Theme.mm(120)) / 4)
                    drawn: row.modelData.drawn
                }
                Rectangle {
                    id: gate

                    visible: row.modelData.gate !== ""
                    anchors.right: word.left
                    anchors.rightMargin: Theme.mm(6)
                    width: Theme.mm(34)
                    height: parent.height
                    radius: Theme.mm(4)
                    color: "#0B3B40"

                    Label {
                        anchors.centerIn: parent
                        role: Theme.mm(22)
                        bold: true
                        color: Theme.gold
                        text: row.modelData.gate
                    }
                }
                Label {
                    id: word

                    visible: gate.visible
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.mm(8)
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.mm(52)
                    bold: true
                    color: "#0B3B40"
                    text: qsTr("Gate row")
                }
            }
        }
    }
    Item {
        id: foot

        anchors.top: plates.bottom
        width: parent.width
        height: line.height + Theme.mm(12)

        Rectangle {
            width: parent.width
            height: 1
            color: "#E4D6B8"
        }
        Flow {
            id: line

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: Theme.mm(10)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(8)

            GateSign {
                view: glance.view
                tone: glance.view.gate === "open" ? "#1F5A33" : "#7A4A00"
            }
            Label {
                color: "#0B3B40"
                textFormat: Text.StyledText
                text: glance.view.waitingPlain
            }
            AgeBadge {
                what: glance.view.band === "live" ? "" : qsTr("Port data")
                role: Theme.body
                asOf: glance.view.asOf
            }
        }
    }
}
