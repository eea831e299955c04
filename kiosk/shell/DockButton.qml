import QtQuick

// A button of the dock. `plain` is "I'm done": linen, alone at the far end.
Pressable {
    id: button

    property string icon
    property string label
    property bool plain: false
    property string sample // a letter, small and large
    property bool points: false
    property bool showLabel: true
    readonly property color text: plain ? Theme.surfaceInk : "#FCF7EA"

    name: label
    face: plain ? Theme.linen : Theme.dockButton
    hemColor: plain ? Theme.hemTone : Theme.dockHem
    radius: Theme.buttonRadius
    implicitWidth: Math.max(Theme.mm(20), row.implicitWidth + Theme.mm(Theme.portrait ? 9 : 12))
    implicitHeight: Theme.mm(Theme.portrait ? 32 : 22) + Theme.hem

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.mm(3)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            visible: name !== ""
            size: Theme.mm(12)
            color: button.text
            points: button.points
        }
        Label {
            anchors.baseline: largeSample.baseline
            visible: button.sample !== ""
            bold: true
            color: button.text
            text: button.sample
            Accessible.ignored: true
        }
        Label {
            id: largeSample

            anchors.verticalCenter: parent.verticalCenter
            visible: button.sample !== ""
            role: Theme.mm(15)
            bold: true
            color: button.text
            text: button.sample
            Accessible.ignored: true
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            visible: button.showLabel && text !== ""
            bold: true
            // The dock is one line on every page: its labels keep the plain size.
            role: Theme.mm(10)
            color: button.text
            text: button.label
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
