pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The queue's panel on a lying home page: name above, plates with their gate rows, the day's
// figures, and the way on at the foot.
Item {
    id: hero

    required property QueueView view
    // The plates take the room there is between the name and the day's figures.
    readonly property real rowHeight: Math.max(Theme.mm(15), Math.min(Theme.mm(36), (foot.y - body.y - now.height) / 3 - Theme.mm(4)))

    implicitHeight: head.height + now.height + 3 * Theme.mm(19) + foot.height + big.height + Theme.mm(20)

    HeroHead {
        id: head

        width: parent.width
        title: qsTr("Queue to the border")
    }
    Column {
        id: body

        anchors.top: head.bottom
        anchors.topMargin: Theme.mm(5)
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(8)
        spacing: Theme.mm(3)

        Item {
            width: parent.width
            height: Math.max(now.height, rows.height)

            Label {
                id: now

                anchors.left: parent.left
                width: parent.width - rows.width - Theme.mm(4)
                role: Theme.small
                color: "#B9C9C6"
                text: qsTr("Called now")
            }
            Label {
                id: rows

                anchors.right: parent.right
                role: Theme.small
                color: "#B9C9C6"
                //: Above the numbers of the gate rows that called vehicles drive to. Very short.
                text: qsTr("Gate row")
            }
        }
        Repeater {
            model: hero.view.calledThree

            Item {
                id: called

                required property var modelData

                width: body.width
                height: hero.rowHeight

                Plate {
                    anchors.left: parent.left
                    drawn: called.modelData.drawn
                    height: Math.min(parent.height, (body.width - Math.min(hero.rowHeight, Theme.mm(26)) - Theme.mm(5)) / (called.modelData.drawn.ratio ?? 4.64))
                    anchors.verticalCenter: parent.verticalCenter
                }
                Rectangle {
                    anchors.right: parent.right
                    visible: called.modelData.gate !== ""
                    width: Math.min(hero.rowHeight, Theme.mm(26))
                    height: parent.height
                    radius: Theme.mm(3)
                    color: "#08292D"

                    Label {
                        anchors.centerIn: parent
                        role: Theme.label
                        bold: true
                        color: Theme.gold
                        text: called.modelData.gate
                    }
                }
            }
        }
    }
    Column {
        id: foot

        anchors.bottom: big.top
        anchors.bottomMargin: Theme.mm(6)
        anchors.left: body.left
        anchors.right: body.right
        spacing: Theme.mm(3)

        GateSign {
            anchors.left: parent.left
            view: hero.view
        }
        Label {
            width: parent.width
            role: Theme.compact ? Theme.small : Theme.body
            color: "#FCF7EA"
            textFormat: Text.StyledText
            text: hero.view.waitingWords + "<br>" + hero.view.lastHourWords
        }
    }
    MainButton {
        id: big

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.mm(6)
        anchors.bottomMargin: Theme.mm(7)
        room: "queue"
        icon: "magnify"
        label: qsTr("Find my truck")
        onTapped: hero.view.find()
    }
}
