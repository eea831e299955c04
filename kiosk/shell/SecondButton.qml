import QtQuick

// A second action: linen, ink, body bold; or, `chosen`, in the room's accent (a filter that holds).
Pressable {
    id: button

    property string room: "house"
    property string icon
    property string label
    property bool chosen: false
    property bool quiet: false // stands on linen: sand instead
    property bool points: false
    readonly property color text: !enabled ? Theme.disabledInk : chosen ? Theme.onAccent(room) : Theme.surfaceInk

    name: label
    face: chosen ? Theme.accent(room) : quiet ? Theme.sand : Theme.linen
    hemColor: chosen ? Theme.accentHem(room) : Theme.hemTone
    radius: Theme.buttonRadius
    readonly property real beside: icon === "" ? 0 : glyph.width + (label === "" ? 0 : row.spacing)
    implicitWidth: (label === "" ? 0 : words.naturalWidth) + beside + 2 * Theme.mm(8)
    implicitHeight: Math.max(Theme.mm(26), row.implicitHeight + Theme.mm(6)) + Theme.hem
    Accessible.checkable: chosen
    Accessible.checked: chosen

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.mm(4)

        Icon {
            id: glyph

            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            size: Theme.mm(13)
            visible: name !== ""
            color: button.text
            points: button.points
        }
        FitLabel {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            least: Theme.mm(8)
            bold: true
            horizontalAlignment: button.icon === "" ? Text.AlignHCenter : Text.AlignLeft
            color: button.text
            text: button.label
            width: Math.min(naturalWidth, button.width - button.beside - Theme.mm(6))
            Accessible.ignored: true
        }
    }
}
