pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// What a driver asks of a service: what it is, how to use it, when, for how much, how long.
Rectangle {
    id: card

    required property var detail
    required property var call // ServicesView.beforeCall

    implicitHeight: column.height + 2 * Theme.padding
    radius: Theme.radius
    color: Theme.linen
    border.width: 1
    border.color: Theme.line

    component Fact: Item {
        id: fact

        property string icon
        property string label
        property string text
        property bool free: false

        width: parent === grid ? (grid.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns : column.width
        height: visible ? Math.max(picture.height, words.height) : 0
        visible: text !== ""
        Accessible.role: Accessible.StaticText
        Accessible.name: fact.label + ": " + fact.text

        Icon {
            id: picture

            anchors.left: parent.left
            anchors.top: parent.top
            name: fact.icon
            size: Theme.mm(14)
            color: Theme.deep("services")
        }
        Column {
            id: words

            anchors.left: picture.right
            anchors.leftMargin: Theme.mm(5)
            anchors.right: parent.right

            Label {
                width: parent.width
                role: Theme.small
                color: Theme.softInk
                text: fact.label
                Accessible.ignored: true
            }
            Label {
                width: parent.width
                bold: true
                color: fact.free ? Theme.free : Theme.surfaceInk
                text: fact.text
                Accessible.ignored: true
            }
        }
    }

    Column {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)

        Standing {
            width: parent.width
            role: Theme.label
            tone: card.detail.tone ?? ""
            said: card.detail.said ?? ""
            more: card.detail.more ?? ""
        }
        BeforeCall {
            visible: card.call.fit !== ""
            width: parent.width
            call: card.call
        }
        Label {
            width: parent.width
            text: card.detail.about ?? ""
        }
        Rectangle {
            width: parent.width
            height: 1
            color: Theme.line
        }
        Fact {
            icon: "information"
            //: On a service's page, above what one has to do
            label: qsTr("How it goes")
            text: card.detail.how ?? ""
        }
        Grid {
            id: grid

            width: parent.width
            columns: width > Theme.mm(180) * Theme.textScale ? 2 : 1
            columnSpacing: Theme.mm(6)
            rowSpacing: column.spacing

            Fact {
                icon: "clock-outline"
                //: On a service's page, above its hours
                label: qsTr("Hours, Beijing time")
                text: card.detail.hours ?? ""
            }
            Fact {
                icon: "cash"
                //: On a service's page, above its price
                label: qsTr("Price")
                text: (card.detail.price ?? "") + (card.detail.per ? " / " + card.detail.per : "")
                free: card.detail.known && card.detail.free
            }
            Fact {
                icon: "timer-sand"
                //: On a service's page, above how long it takes
                label: qsTr("Takes about")
                text: card.detail.minutes > 0 ? Say.minutes(card.detail.minutes) : ""
            }
            Fact {
                icon: "check"
                //: On a service's page, above what stands ready: "Shower cabins: 6"
                label: qsTr("There are")
                text: card.detail.equipmentLines ?? ""
            }
        }
    }
}
