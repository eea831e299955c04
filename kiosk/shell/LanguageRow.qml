pragma ComponentBehavior: Bound

import QtQuick

// The names of the six languages at the foot of the door, the one that greets now set off.
Flow {
    id: languages

    required property HouseView view

    spacing: Theme.mm(4)

    Repeater {
        model: languages.view.greetings

        Rectangle {
            id: chip

            required property string code
            required property string name
            required property string family
            readonly property bool now: code === languages.view.code

            width: word.implicitWidth + Theme.mm(now ? 12 : 4)
            height: word.implicitHeight + Theme.mm(6)
            radius: Theme.mm(4)
            color: now ? Theme.gold : "transparent"

            Label {
                id: word

                anchors.centerIn: parent
                role: Theme.mm(10)
                bold: chip.now
                wrapMode: Text.NoWrap
                face: chip.family
                color: chip.now ? "#0B3B40" : "#E9E2CF"
                text: chip.name
            }
        }
    }
}
