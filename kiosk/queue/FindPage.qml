pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// Typing a plate: it draws itself as it is typed, and the trucks that fit stand beneath.
Page {
    id: page

    required property QueueView view

    room: "queue"
    icon: "truck"
    //: Title of the page where a plate is typed
    title: qsTr("Find my truck")
    scroller: found.list

    Item {
        id: inner

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 6 : 4)

        Card {
            id: field

            anchors.right: parent.right
            width: keys.width
            height: Theme.portrait ? Theme.mm(72) : Math.min(Theme.mm(80), keys.y - Theme.gap)
            border.width: Theme.mm(1.4)
            border.color: Theme.accent("queue")
            Accessible.role: Accessible.EditableText
            //: Accessible name of the field where a plate is typed
            Accessible.name: qsTr("Plate")
            Accessible.description: page.view.typed

            Label {
                anchors.centerIn: parent
                visible: page.view.typed === ""
                width: parent.width - 2 * Theme.padding
                role: Theme.label
                color: Theme.softInk
                horizontalAlignment: Text.AlignHCenter
                //: In the empty field where a plate is typed
                text: qsTr("Type your plate")
                Accessible.ignored: true
            }
            Plate {
                anchors.centerIn: parent
                visible: page.view.typed !== ""
                height: Math.min(parent.height - Theme.mm(14), (parent.width - Theme.mm(12)) / 4.7)
                drawn: page.view.drawnTyped
                Accessible.ignored: true
            }
        }
        FoundList {
            id: found

            anchors.left: parent.left
            y: Theme.portrait ? field.height + Theme.gap : 0
            width: Theme.portrait ? parent.width : parent.width - keys.width - Theme.mm(10)
            height: Theme.portrait ? keys.y - y - Theme.gap : parent.height
            view: page.view
        }
        Item {
            id: keys

            anchors.right: parent.right
            anchors.bottom: parent.bottom
            width: Theme.portrait ? parent.width : parent.width * 0.62
            height: countries.height + Theme.gap + board.implicitHeight

            Row {
                id: countries

                width: parent.width
                spacing: Theme.mm(4)

                Repeater {
                    model: [
                        //: Button: the keyboard for plates of this country. Short.
                        ["plate-cn", qsTr("China", "plate")],
                        //: Button: the keyboard for plates of this country. Short.
                        ["plate-kz", qsTr("Kazakhstan", "plate")],
                        //: Button: the keyboard for plates of this country. Short.
                        ["plate-ru", qsTr("Russia", "plate")],
                        //: Button: the keyboard for plates of any other country. Short.
                        ["plate-any", qsTr("Other", "plate")]
                    ]

                    SecondButton {
                        required property var modelData

                        width: (countries.width - 3 * countries.spacing) / 4
                        room: "queue"
                        label: modelData[1]
                        chosen: page.view.layout === modelData[0]
                        onTapped: page.view.chooseLayout(modelData[0])
                    }
                }
            }
            Keyboard {
                id: board

                anchors.top: countries.bottom
                anchors.topMargin: Theme.gap
                width: parent.width
                height: implicitHeight
                room: "queue"
                layout: page.view.layout
                text: page.view.typed
                //: Key that looks for the truck whose plate was typed
                doneLabel: qsTr("Find")
                doneIcon: "magnify"
                onTyped: text => page.view.type(text)
                onDone: page.view.openFirst()
            }
        }
    }
}
