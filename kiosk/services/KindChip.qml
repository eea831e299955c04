import QtQuick
import kiosk.shell

// A filter of the list: one kind of services, or all.
Pressable {
    id: chip

    property string icon
    property string label
    property string figure
    property bool chosen: false
    readonly property real leastWidth: around + Math.ceil(words.naturalWidth * words.least / words.wanted) + 2
    readonly property real naturalWidth: around + words.naturalWidth
    readonly property real around: picture.size + Theme.mm(12)
    readonly property color text: chosen ? Theme.onAccent("services") : Theme.surfaceInk

    name: label
    face: chosen ? Theme.accent("services") : Theme.sand
    hemColor: chosen ? Theme.accentHem("services") : Theme.hemTone
    radius: Theme.buttonRadius
    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.mm(4) + Theme.hem)
    Accessible.checkable: true
    Accessible.checked: chosen

    Icon {
        id: picture

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        name: chip.icon
        size: Theme.mm(13)
        color: chip.text
    }
    FitLabel {
        id: words

        anchors.left: picture.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        least: Theme.small
        bold: true
        color: chip.text
        text: chip.figure === "" ? chip.label : chip.label + " " + chip.figure
        Accessible.ignored: true
    }
}
