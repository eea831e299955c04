pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The strip beneath: what drivers are told; why the gate is closed, for as long as it is; else what
// the house says, and the welcome in all scripts, in turn. At its end, how old the port's data is.
Rectangle {
    id: strip

    required property StripView view
    required property real asOf
    readonly property bool bright: view.telling ? view.calling : view.closed
    readonly property color ink: bright ? "#0B3B40" : "#FCF7EA"
    readonly property int wordsAt: Theme.mm(31)
    readonly property int wordsEnd: age.x - Theme.mm(5)

    color: bright ? Theme.saffron : Theme.board

    Icon {
        visible: !strip.view.telling
        x: Theme.mm(12)
        anchors.verticalCenter: parent.verticalCenter
        name: strip.view.icon
        size: Theme.mm(13)
        color: strip.ink
    }
    Column {
        visible: !strip.view.telling && strip.view.first !== ""
        x: strip.wordsAt
        width: strip.wordsEnd - x
        anchors.verticalCenter: parent.verticalCenter
        spacing: -Theme.mm(1.5)

        Words {
            id: first

            width: parent.width
            role: Theme.mm(9)
            bold: true
            color: strip.ink
            text: strip.view.first
        }
        Words {
            width: parent.width
            // there is room for two lines: of long notices the first words
            visible: text !== "" && first.lineCount === 1 && naturalWidth <= width
            role: Theme.small
            color: strip.ink
            text: strip.view.second
        }
    }
    Welcome {
        visible: !strip.view.telling && strip.view.first === ""
        x: strip.wordsAt
        width: strip.wordsEnd - x
        anchors.verticalCenter: parent.verticalCenter
        greetings: strip.view.greetings
    }
    Repeater {
        model: strip.view.told

        TellingRow {
            x: Theme.mm(12)
            width: strip.wordsEnd - x
            height: strip.height
            ink: strip.ink
        }
    }
    Age {
        id: age

        x: parent.width - width - Theme.mm(12)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(99)
        height: Theme.mm(23)
        asOf: strip.asOf
    }
}
