pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The driver's own truck on a lying home page, in place of the queue's panel.
Item {
    id: hero

    required property MyTruckView view
    readonly property QueueView queue: view.queue as QueueView

    implicitHeight: head.height + body.height + foot.height + Theme.mm(22)

    HeroHead {
        id: head

        width: parent.width
        //: Title of the page of one truck
        title: qsTr("Your truck")
    }
    Column {
        id: body

        anchors.top: head.bottom
        anchors.topMargin: Theme.mm(Theme.compact ? 5 : 10)
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(8)
        spacing: Theme.mm(Theme.compact ? 4 : 8)

        Plate {
            anchors.left: parent.left
            visible: drawn !== null
            height: visible ? Math.min(Theme.mm(36), parent.width / (drawn.ratio ?? 4.7)) : 0
            drawn: hero.view.truck.drawn ?? null
        }
        MyTruckTime {
            width: parent.width
            view: hero.view
        }
        GateSign {
            anchors.left: parent.left
            view: hero.queue
        }
    }
    Column {
        id: foot

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.mm(6)
        anchors.bottomMargin: Theme.mm(7)
        spacing: Theme.mm(3)

        SecondButton {
            width: parent.width
            icon: "magnify"
            //: Button
            label: qsTr("Find another truck")
            onTapped: hero.queue.find()
        }
        SecondButton {
            visible: !Theme.compact // the truck's page leads there too
            width: parent.width
            icon: "view-grid"
            //: Button: the list of all vehicles
            label: qsTr("The whole queue")
            onTapped: hero.queue.openQueue()
        }
    }
}
