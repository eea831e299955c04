pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The driver's own truck on an upright home page, in place of the queue's card.
HeroUpright {
    id: hero

    required property MyTruckView view

    queue: view.queue as QueueView
    //: Title of the page of one truck
    title: qsTr("Your truck")

    Item {
        id: mine

        // Large letters: the time goes beneath the plate.
        readonly property bool stacked: Theme.textScale > 1

        width: parent.width
        height: stacked ? plate.height + Theme.mm(4) + time.height : Math.max(plate.height, time.height + Theme.mm(3))

        Plate {
            id: plate

            anchors.left: parent.left
            y: mine.stacked ? 0 : (parent.height - height) / 2
            visible: drawn !== null
            height: visible ? Math.min(Theme.mm(36), parent.width * 0.44 / (drawn.ratio ?? 4.7)) : 0
            drawn: hero.view.truck.drawn ?? null
        }
        MyTruckTime {
            id: time

            anchors.right: parent.right
            y: mine.stacked ? plate.height + Theme.mm(4) : (parent.height - height) / 2
            width: mine.stacked || !plate.visible ? parent.width : parent.width - plate.width - Theme.mm(8)
            view: hero.view
        }
    }
    Row {
        anchors.left: parent.left
        width: parent.width
        spacing: Theme.mm(6)

        SecondButton {
            width: (parent.width - parent.spacing) / 2
            icon: "magnify"
            //: Button
            label: qsTr("Find another truck")
            onTapped: hero.queue.find()
        }
        SecondButton {
            width: (parent.width - parent.spacing) / 2
            icon: "view-grid"
            //: Button: the list of all vehicles
            label: qsTr("The whole queue")
            onTapped: hero.queue.openQueue()
        }
    }
}
