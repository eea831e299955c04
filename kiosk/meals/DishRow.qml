pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// A dish, for reading: halal mark, name with its allergens beneath, how hot; yuan, about in tenge.
Item {
    id: row

    required property bool first
    required property bool last
    required property string title
    required property string price
    required property string about
    required property bool halal
    required property int spicy
    required property string contains
    required property string spoken
    required property bool gone

    implicitHeight: Math.max(names.height, prices.height, Theme.mm(16)) + Theme.mm(5)
    Accessible.role: Accessible.ListItem
    Accessible.name: spoken

    Rectangle {
        // the card of a course: round where it begins and ends
        anchors.fill: parent
        color: Theme.linen
        topLeftRadius: row.first ? Theme.radius : 0
        topRightRadius: topLeftRadius
        bottomLeftRadius: row.last ? Theme.radius : 0
        bottomRightRadius: bottomLeftRadius
    }
    Icon {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        name: row.halal ? "food-halal" : ""
        size: Theme.mm(12)
        color: Theme.free
    }
    Column {
        id: names

        anchors.left: mark.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: prices.left
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        scale: Math.min(1, row.height / height)

        Flow {
            width: parent.width
            spacing: Theme.mm(3)

            Label {
                width: Math.min(implicitWidth, names.width)
                bold: true
                color: row.gone ? Theme.softInk : Theme.surfaceInk
                text: row.title
                Accessible.ignored: true
            }
            Row {
                visible: row.spicy > 0

                Repeater {
                    model: row.spicy

                    Icon {
                        name: "chili-mild"
                        size: Theme.body * 1.3
                        color: Theme.pomegranate
                    }
                }
            }
        }
        Label {
            width: parent.width
            visible: text !== ""
            role: Theme.small
            color: Theme.softInk
            text: row.contains
            Accessible.ignored: true
        }
    }
    Column {
        id: prices

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(Theme.mm(62) * Theme.textScale, row.width * 0.34)

        FitLabel {
            width: parent.width
            least: Theme.small
            bold: true
            text: row.price
            Accessible.ignored: true
        }
        FitLabel {
            width: parent.width
            role: Theme.small
            least: Theme.small * 0.9
            color: Theme.softInk
            visible: text !== ""
            text: row.about
            Accessible.ignored: true
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        x: Theme.mm(5)
        width: parent.width - Theme.mm(10)
        height: 1
        visible: !row.last
        color: Theme.line
    }
}
