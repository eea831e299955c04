import QtQuick
import kiosk.shell

// The plan on a card, and beneath it the way to the lit place in words.
Rectangle {
    id: card

    required property ServicesView view
    property string lit
    property string heading
    property string walk
    property real planWidth: width - 2 * Theme.mm(5)

    implicitHeight: column.height
    radius: Theme.radius
    color: Theme.contrast ? "#FFFFFF" : "#F3E8D0"

    Column {
        id: column

        width: parent.width
        topPadding: Theme.mm(4)
        spacing: Theme.mm(1)

        FloorPlan {
            anchors.horizontalCenter: parent.horizontalCenter
            width: card.planWidth
            view: card.view
            lit: card.lit
        }
        Rectangle {
            width: parent.width
            height: words.height + Theme.mm(8)
            radius: Theme.radius
            color: Theme.linen
            visible: card.walk !== ""

            Rectangle {
                // squares the upper side
                width: parent.width
                height: Theme.radius
                color: parent.color
            }
            Column {
                id: words

                anchors.left: parent.left
                anchors.right: parent.right
                anchors.margins: Theme.mm(6)
                anchors.verticalCenter: parent.verticalCenter

                Label {
                    width: parent.width
                    bold: true
                    visible: text !== ""
                    text: card.heading
                }
                Label {
                    width: parent.width
                    text: card.walk
                }
            }
        }
    }
    Rectangle {
        // over the words' own ground
        width: parent.width
        height: parent.height
        radius: parent.radius
        color: "transparent"
        border.width: 1
        border.color: Theme.line
    }
}
