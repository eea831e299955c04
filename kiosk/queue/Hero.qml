pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The queue on the home page: who is called now, how many wait, and the way to one's own truck;
// or, once a driver has looked it up, that truck. Upright it is a broad card, lying a tall panel.
Item {
    id: hero

    required property MyTruckView view
    readonly property QueueView queue: view.queue as QueueView
    readonly property color ground: Theme.contrast ? "#000000" : "#0B3B40"

    implicitHeight: (card.item as Item)?.implicitHeight ?? 0

    Rectangle {
        y: Theme.hem
        width: parent.width
        height: parent.height - Theme.hem
        radius: Theme.radius
        color: "#062A2E"
    }
    Pressable {
        anchors.fill: parent
        face: hero.ground
        hemColor: "#062A2E"
        name: hero.view.known
            //: Title of the page of one truck
            ? qsTr("Your truck")
            //: Tile and title: the queue of vehicles that leave China
            : qsTr("Queue to the border")
        onTapped: hero.view.known ? hero.view.open() : hero.queue.openQueue()
    }
    Loader {
        id: card

        anchors.fill: parent
        sourceComponent: hero.view.known ? (Theme.portrait ? myBroad : myTall) : Theme.portrait ? broad : tall
    }
    Component {
        id: broad

        HeroBroad {
            view: hero.queue
        }
    }
    Component {
        id: tall

        HeroTall {
            view: hero.queue
        }
    }
    Component {
        id: myBroad

        MyTruckBroad {
            view: hero.view
        }
    }
    Component {
        id: myTall

        MyTruckTall {
            view: hero.view
        }
    }
}
