pragma ComponentBehavior: Bound

import QtQuick

// The one main action of a page: accent, label size, icon leading, perhaps a line beneath.
Pressable {
    id: button

    property string room: "house"
    property string icon
    property string label
    property string line
    property string why // why it can't be pressed
    property bool points: false

    name: label
    describe: enabled ? line : why
    face: Theme.accent(room)
    hemColor: Theme.accentHem(room)
    radius: Theme.buttonRadius
    readonly property real beside: icon === "" ? 0 : glyph.width + row.spacing
    implicitWidth: Math.max(main.naturalWidth, under.visible ? Theme.mm(60) : 0) + beside + 2 * Theme.padding
    implicitHeight: Math.max(Theme.mainTarget, row.implicitHeight + Theme.mm(10)) + Theme.hem

    readonly property color text: enabled ? Theme.onAccent(room) : Theme.disabledInk

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.mm(6)

        Icon {
            id: glyph

            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            size: Theme.mm(under.visible ? 22 : 16)
            visible: name !== ""
            color: button.text
            points: button.points
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter

            FitLabel {
                id: main

                anchors.left: parent.left // a Column alone does not mirror
                role: Theme.label
                least: Theme.body
                bold: true
                color: button.text
                text: button.label
                width: Math.min(naturalWidth, button.width - button.beside - Theme.padding)
                Accessible.ignored: true
            }
            Label {
                id: under

                anchors.left: parent.left
                visible: text !== ""
                color: button.text
                text: button.enabled ? button.line : button.why
                width: button.width - button.beside - 2 * Theme.padding
                Accessible.ignored: true
            }
        }
    }
    Row {
        // Busy: five segments fill beneath the label.
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(3)
        spacing: Theme.mm(2)
        visible: button.busy

        Repeater {
            id: segments

            property int filled: 1
            model: 5

            Rectangle {
                required property int index

                width: Theme.mm(12)
                height: Theme.mm(2)
                radius: height / 2
                color: button.text
                opacity: index < segments.filled ? 1 : 0.3
            }
        }
        Timer {
            running: button.busy && Theme.moving
            repeat: true
            interval: 300
            onTriggered: segments.filled = segments.filled % 5 + 1
        }
    }
}
