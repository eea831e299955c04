pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The queue's card on an upright home page: two plates, two figures, and the way on.
HeroUpright {
    id: hero

    required property QueueView view

    queue: view
    title: qsTr("Queue to the border")

    Column {
        width: parent.width
        spacing: Theme.mm(2)

        Label {
            width: parent.width
            role: Theme.small
            color: "#B9C9C6"
            //: Above the plates that are called at this moment
            text: qsTr("Called now")
        }
        Row {
            anchors.left: parent.left
            spacing: Theme.mm(8)

            Repeater {
                model: hero.view.calledTwo

                Plate {
                    required property var modelData

                    drawn: modelData.drawn
                    height: Math.min(Theme.mm(32), (hero.innerWidth - Theme.mm(8)) / 2 / 4.7)
                }
            }
        }
        Label {
            width: parent.width
            visible: hero.view.calledTwo.length === 0
            color: "#FCF7EA"
            //: Instead of plates: nobody is called at this moment
            text: qsTr("Nobody at this moment")
        }
    }
    Item {
        id: doing

        readonly property real beside: width - find.implicitWidth - Theme.mm(6)
        // Large letters: the button goes beneath the figures.
        readonly property bool stacked: beside < Theme.mm(100) * Theme.textScale

        width: parent.width
        height: stacked ? figures.height + Theme.mm(4) + find.height : Math.max(figures.height, find.height)

        Flow {
            id: figures

            anchors.left: parent.left
            y: doing.stacked ? 0 : (parent.height - height) / 2
            width: doing.stacked ? parent.width : doing.beside
            spacing: Theme.mm(8)

            Repeater {
                model: [hero.view.waitingWords, hero.view.lastHourWords]

                Label {
                    required property string modelData

                    width: Math.min(implicitWidth, figures.width)
                    color: "#FCF7EA"
                    textFormat: Text.StyledText
                    text: modelData
                }
            }
        }
        MainButton {
            id: find

            anchors.right: parent.right
            y: doing.stacked ? figures.height + Theme.mm(4) : 0
            width: doing.stacked ? parent.width : implicitWidth
            room: "queue"
            icon: "magnify"
            //: Main button: type a plate and see the truck's place
            label: qsTr("Find my truck")
            onTapped: hero.view.find()
        }
    }
}
