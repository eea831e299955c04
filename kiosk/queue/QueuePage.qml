pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// Today's vehicles that leave: how many wait, who is called, the gate; the list by lane; and the
// way to one's own truck.
Page {
    id: page

    required property QueueView view

    room: "queue"
    icon: "truck"
    //: Tile and title: the queue of vehicles that leave China
    title: qsTr("Queue to the border")
    scroller: lanes.list

    Item {
        id: inner

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 6 : 4)

        Pane {
            id: summary

            readonly property real natural: facts.height + Theme.mm(2) + 1

            anchors.left: parent.left
            width: Theme.portrait ? parent.width : parent.width * 0.4
            height: Theme.portrait ? Math.min(natural, parent.height * 0.62) : parent.height
            spacing: 0

            Column {
                id: facts

                width: parent.width
                spacing: Theme.gap

                QueueFigures {
                    width: parent.width
                    view: page.view
                }
                MainButton {
                    width: parent.width
                    room: "queue"
                    icon: "magnify"
                    //: Main button: type a plate and see the truck's place
                    label: qsTr("Find my truck")
                    onTapped: page.view.find()
                }
                CalledCard {
                    visible: !Theme.compact // there the list of the called says it
                    width: parent.width
                    view: page.view
                }
            }
        }
        LaneList {
            id: lanes

            anchors.right: parent.right
            anchors.bottom: parent.bottom
            width: Theme.portrait ? parent.width : parent.width - summary.width - Theme.mm(10)
            height: Theme.portrait ? parent.height - summary.height - Theme.gap : parent.height
            view: page.view
        }
    }
}
