pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The queue on the home page: who is called now, how many wait, and the way to one's own truck.
// Upright it is a broad card, lying a tall panel.
Item {
    id: hero

    required property QueueView view
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
        //: Tile and title: the queue of vehicles that leave China
        name: qsTr("Queue to the border")
        onTapped: hero.view.openQueue()
    }
    Loader {
        id: card

        anchors.fill: parent
        sourceComponent: Theme.portrait ? broad : tall
    }
    Component {
        id: broad

        HeroBroad {
            view: hero.view
        }
    }
    Component {
        id: tall

        HeroTall {
            view: hero.view
        }
    }
}
