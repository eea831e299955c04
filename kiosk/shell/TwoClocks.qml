pragma ComponentBehavior: Bound

import QtQuick

// Beijing time and Kazakhstan time, side by side; figures never mirror.
Row {
    id: clocks

    property color ink: Theme.ink
    property color soft: Theme.softInk
    property color rule: Theme.line
    property int role: Theme.portrait ? Theme.title : Theme.mm(18) // see Head.qml

    spacing: Theme.mm(5)

    component Face: Row {
        id: face

        required property string place
        required property string time

        spacing: Theme.mm(5)

        Rectangle {
            width: 1
            height: column.height
            color: clocks.rule
        }
        Column {
            id: column

            Label {
                anchors.left: parent.left // a Column alone does not mirror
                role: Theme.portrait ? Theme.small : Theme.mm(8)
                color: clocks.soft
                text: face.place
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
            Label {
                anchors.left: parent.left
                role: clocks.role
                bold: true
                color: clocks.ink
                text: face.time
                wrapMode: Text.NoWrap
                Accessible.name: face.place + " " + face.time
            }
        }
    }

    Face {
        //: Beside a clock: Beijing time. Very short.
        place: qsTr("Beijing")
        time: Say.clock.beijing
    }
    Face {
        //: Beside a clock: Kazakhstan time. Very short.
        place: qsTr("Kazakhstan")
        time: Say.clock.kazakhstan
    }
}
