import QtQuick
import kiosk.shell

// Now or next: which meal it is, and until or from when.
Pressable {
    id: choice

    property string when
    property string label
    property string line
    property bool chosen: false
    readonly property color text: chosen ? Theme.onAccent("meals") : Theme.surfaceInk

    name: when + ": " + label
    describe: line
    face: chosen ? Theme.accent("meals") : Theme.linen
    hemColor: chosen ? Theme.accentHem("meals") : Theme.hemTone
    radius: Theme.buttonRadius
    implicitHeight: Math.max(Theme.mainTarget, words.height + Theme.mm(6)) + Theme.hem
    Accessible.checkable: true
    Accessible.checked: chosen

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(7)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter

        Label {
            width: parent.width
            role: Theme.small
            color: choice.text
            text: choice.when
            Accessible.ignored: true
        }
        FitLabel {
            width: parent.width
            role: Theme.tileName
            least: Theme.small
            bold: true
            color: choice.text
            text: choice.label
            Accessible.ignored: true
        }
        Label {
            width: parent.width
            color: choice.text
            text: choice.line
            Accessible.ignored: true
        }
    }
}
