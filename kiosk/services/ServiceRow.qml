import QtQuick
import kiosk.shell

// A service in the list: icon; name with its state beneath; price; what stands ready.
Pressable {
    id: row

    required property string key
    required property string icon
    required property string title
    required property string tone
    required property string said
    required property string more
    required property string price
    required property string per
    required property string count
    required property string equipment
    required property bool gone
    property bool chosen: false
    readonly property bool shut: tone === "closed"
    // A narrow row leaves what stands ready to the service's own page.
    readonly property bool narrow: width < Theme.mm(230) * Theme.textScale
    readonly property real inner: width - slab.width - Theme.mm(8)

    usable: enabled && !busy && !gone
    name: title
    describe: [standing.words, price + (per === "" ? "" : " / " + per), (equipment + " " + count).trim()].filter(part => part !== "").join(". ")
    face: chosen ? Theme.felt("services") : shut ? Theme.sand : Theme.linen
    implicitHeight: Math.max(Theme.mm(26), Math.max(names.height, prices.height, narrow ? 0 : things.height) + Theme.mm(4)) + Theme.hem

    Rectangle {
        id: slab

        anchors.left: parent.left
        width: Theme.mm(24)
        height: parent.height
        radius: Theme.radius
        color: row.chosen ? Theme.accent("services") : "transparent"

        Rectangle {
            // squares the inner side
            visible: row.chosen
            x: row.LayoutMirroring.enabled ? 0 : parent.width - width
            width: Theme.radius
            height: parent.height
            color: parent.color
        }
        Icon {
            anchors.centerIn: parent
            name: row.icon
            size: Theme.mm(15)
            color: row.chosen ? Theme.onAccent("services") : row.shut ? Theme.softInk : Theme.deep("services")
            points: name === "truck"
        }
    }
    Column {
        id: names

        scale: Math.min(1, row.surface.height / height)
        anchors.left: slab.right
        anchors.leftMargin: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        width: row.inner * (row.narrow ? 0.62 : 0.48)

        FitLabel {
            width: parent.width
            least: Theme.small
            bold: true
            color: row.shut ? Theme.softInk : Theme.surfaceInk
            text: row.title
            Accessible.ignored: true
        }
        Standing {
            id: standing

            width: parent.width
            tone: row.tone
            said: row.said
            more: row.more
            Accessible.ignored: true
        }
    }
    Column {
        id: prices

        scale: Math.min(1, row.surface.height / height)
        anchors.left: names.right
        anchors.leftMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        width: row.inner * (row.narrow ? 0.38 : 0.24) - Theme.mm(4)

        FitLabel {
            width: parent.width
            least: Theme.small
            bold: true
            color: row.shut ? Theme.softInk : Theme.surfaceInk
            text: row.price
            Accessible.ignored: true
        }
        Label {
            width: parent.width
            role: Theme.small
            color: Theme.softInk
            visible: text !== ""
            text: row.per === "" ? "" : "/ " + row.per
            Accessible.ignored: true
        }
    }
    Column {
        id: things

        scale: Math.min(1, row.surface.height / height)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        width: row.inner * 0.28 - Theme.mm(2)
        visible: !row.narrow

        Label {
            width: parent.width
            bold: true
            visible: text !== ""
            color: row.shut ? Theme.softInk : Theme.deep("services")
            text: row.count
            Accessible.ignored: true
        }
        Label {
            width: parent.width
            role: Theme.small
            color: Theme.softInk
            visible: text !== ""
            text: row.equipment
            Accessible.ignored: true
        }
    }
    Rectangle {
        // chosen: outlined in the room's accent, above the slab
        width: parent.width
        height: parent.height
        visible: row.chosen
        radius: Theme.radius
        color: "transparent"
        border.width: Theme.mm(1.4)
        border.color: Theme.accent("services")
    }
}
