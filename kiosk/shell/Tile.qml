import QtQuick

// A way into a room: accent slab with its icon on the leading side; name, one plain line, one
// bold line in the room's deep. Help alone is felt red all over.
Pressable {
    id: tile

    property string room
    property string icon
    property string title
    property string line
    property string live
    property bool wholeFelt: false
    readonly property int slabWidth: Theme.mm(Theme.portrait ? 38 : Theme.compact ? 20 : 24)

    name: title
    describe: [line, live].filter(part => part !== "").join(". ")
    face: wholeFelt ? Theme.felt(room) : Theme.linen
    hemColor: wholeFelt && !Theme.contrast ? "#E3A9A0" : Theme.hemTone
    implicitHeight: texts.height + Theme.mm(Theme.compact ? 5 : 12) + Theme.hem

    Rectangle {
        id: slab

        anchors.left: parent.left
        width: tile.slabWidth
        height: parent.height
        radius: Theme.radius
        color: Theme.accent(tile.room)

        Rectangle {
            // squares the inner side
            x: tile.LayoutMirroring.enabled ? 0 : parent.width - width
            width: Theme.radius
            height: parent.height
            color: parent.color
        }
        Icon {
            anchors.centerIn: parent
            name: tile.icon
            size: Theme.mm(Theme.portrait ? 26 : 17)
            color: Theme.onAccent(tile.room)
            points: name === "truck"
        }
    }
    Column {
        id: texts

        anchors.left: slab.right
        anchors.leftMargin: Theme.mm(Theme.portrait ? 7 : Theme.compact ? 4 : 5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.compact ? 2 : 4)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.compact ? 0 : Theme.mm(1)
        scale: Math.min(1, tile.surface.height / height) // on a tile whose height is kept

        FitLabel {
            width: parent.width
            role: Theme.label
            least: Theme.compact ? Theme.mm(10 * Theme.textScale) : Theme.tileName
            bold: true
            text: tile.title
            color: tile.wholeFelt ? Theme.deep(tile.room) : Theme.surfaceInk
            Accessible.ignored: true
        }
        FitLabel {
            width: parent.width
            least: Theme.small
            color: tile.wholeFelt ? Theme.deep(tile.room) : Theme.softInk
            text: tile.line
            visible: text !== ""
            Accessible.ignored: true
        }
        FitLabel {
            width: parent.width
            least: Theme.small
            bold: true
            color: Theme.deep(tile.room)
            text: tile.live
            visible: text !== ""
            Accessible.ignored: true
        }
    }
}
