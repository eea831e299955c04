pragma ComponentBehavior: Bound

import QtQuick

// What the house offers, on the door: its rooms by icon and name, from the tiles of the home page.
Row {
    id: offers

    required property HouseView view
    readonly property int most: 5

    Accessible.role: Accessible.Pane
    //: Name of a row of pictures on the door: showers, meals, doctor …
    Accessible.name: qsTr("What the house offers")

    Repeater {
        model: offers.view.tiles

        Column {
            id: offer

            required property int index
            required property string room
            required property string icon
            required property string title

            visible: index < offers.most
            width: offers.width / offers.most
            spacing: Theme.mm(2)

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Theme.mm(24)
                height: width
                radius: Theme.buttonRadius
                color: Theme.accent(offer.room)

                Icon {
                    anchors.centerIn: parent
                    name: offer.icon
                    size: Theme.mm(15)
                    color: Theme.onAccent(offer.room)
                }
            }
            FitLabel {
                anchors.horizontalCenter: parent.horizontalCenter
                width: parent.width - Theme.mm(1)
                horizontalAlignment: Text.AlignHCenter
                least: Theme.small
                color: "#FCF7EA"
                text: offer.title
            }
        }
    }
}
