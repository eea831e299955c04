import QtQuick

// The room's icon on its accent, the page's title, one plain line, and on some pages the bowl.
Item {
    id: row

    required property Page page
    readonly property int tile: Theme.mm(Theme.portrait ? 31 : 23)

    height: Math.max(texts.height, row.page.icon !== "" ? tile : 0, row.page.bowl ? bowl.height : 0)

    Rectangle {
        id: slab

        visible: row.page.icon !== ""
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        width: visible ? row.tile : 0
        height: row.tile
        radius: Theme.buttonRadius
        color: Theme.accent(row.page.room)

        Icon {
            anchors.centerIn: parent
            name: row.page.icon
            size: row.tile * 0.64
            color: Theme.onAccent(row.page.room)
            points: name === "truck"
        }
    }
    Column {
        id: texts

        anchors.left: slab.right
        anchors.leftMargin: slab.visible ? Theme.mm(5) : 0
        anchors.right: bowl.left
        anchors.rightMargin: row.page.bowl ? Theme.mm(4) : 0
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1)

        FitLabel {
            width: parent.width
            role: row.page.bowl && Theme.portrait ? Theme.display : Theme.title
            least: Theme.portrait ? Theme.title * 0.8 : Theme.mm(row.page.bowl ? 11 : 14)
            bold: true
            text: row.page.title
            Accessible.role: Accessible.Heading
        }
        FitLabel {
            width: parent.width
            least: Theme.small
            role: row.page.bowl && Theme.portrait ? Theme.label * 0.8 : Theme.body
            color: Theme.softInk
            text: row.page.subtitle
            visible: text !== "" && !(Theme.compact && row.page.bowl)
        }
    }
    Image {
        id: bowl

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: row.page.bowl
        width: visible ? Theme.mm(Theme.portrait ? 54 : 26) : 0
        height: width * 236 / 240
        source: Assets.ornament("bowl")
        sourceSize: Qt.size(width, height)
        mirror: false
    }
}
