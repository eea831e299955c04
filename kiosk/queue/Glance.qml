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
            anchors.right: word.left
            anchors.rightMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            role: Theme.label
            bold: true
            color: "#0B3B40"
            text: qsTr("Called now")
        }
        Label {
            id: word

            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(10)
            anchors.verticalCenter: parent.verticalCenter
            color: "#0B3B40"
            wrapMode: Text.NoWrap
            text: qsTr("Gate row")
        }
    }
    Column {
        id: plates

        anchors.top: head.bottom
        width: parent.width
        topPadding: Theme.mm(Theme.compact ? 4 : 7)
        bottomPadding: Theme.mm(Theme.compact ? 4 : 7)
        spacing: Theme.mm(Theme.compact ? 3 : 6)

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
                height: Theme.mm(Theme.portrait ? 40 : Theme.compact ? 21 : 28)

                Plate {
                    x: Theme.mm(10)
                    anchors.verticalCenter: parent.verticalCenter
                    height: Math.min(parent.height, (parent.width - Theme.mm(70)) / 4.7)
                    drawn: row.modelData.drawn
                }
                Rectangle {
                    visible: row.modelData.gate !== ""
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.mm(10)
                    width: Theme.mm(40)
                    height: parent.height
                    radius: Theme.mm(4)
                    color: "#0B3B40"
                    Accessible.role: Accessible.StaticText
                    Accessible.name: qsTr("Gate row") + " " + row.modelData.gate

                    Label {
                        anchors.centerIn: parent
                        role: Theme.mm(Theme.portrait ? 22 : 16)
                        bold: true
                        color: Theme.gold
                        text: row.modelData.gate
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
    Item {
        id: foot

        anchors.top: plates.bottom
        width: parent.width
        height: line.height + Theme.mm(Theme.compact ? 6 : 12)

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
            spacing: Theme.mm(Theme.compact ? 3 : 8)

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
                role: Theme.compact ? Theme.small : Theme.body
                asOf: glance.view.asOf
            }
        }
    }
}
