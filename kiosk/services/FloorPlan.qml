pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The floor plan with one place lit and the way to it. The house stands as it is built: never
// mirrored. A room too narrow for its name shows its icon alone.
Item {
    id: floor

    required property ServicesView view
    property string lit
    readonly property var box: view.box
    readonly property real scaling: box.wide > 0 ? width / box.wide : 0

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    height: Math.round(scaling * box.high)
    visible: box.wide > 0
    Accessible.role: Accessible.Graphic
    //: Name of the picture, for who hears the screen
    Accessible.name: qsTr("Floor plan of the house")

    SvgPicture {
        anchors.fill: parent
        svg: floor.view.plan(floor.lit, {
            floor: `${Theme.sand}`,
            room: `${Theme.linen}`,
            wall: Theme.contrast ? "#000000" : "#8F7A4E",
            outer: `${Theme.ink}`,
            lit: `${Theme.accent("services")}`
        }, floor.view.revision)
    }
    Repeater {
        model: floor.view.rooms

        Item {
            id: room

            required property string key
            required property string icon
            required property string label
            required property bool kiosk
            required property int across
            required property int down
            required property int wide
            required property int high
            readonly property bool shining: key === floor.lit
            readonly property color tone: shining ? Theme.onAccent("services") : kiosk ? Theme.pomegranate : Theme.softInk

            x: (across - floor.box.left) * floor.scaling
            y: (down - floor.box.top) * floor.scaling
            width: wide * floor.scaling
            height: high * floor.scaling

            Rectangle {
                anchors.centerIn: sign
                visible: room.kiosk
                width: sign.size * 1.6
                height: width
                radius: width / 2
                color: room.shining ? Theme.linen : Theme.pomegranate
            }
            Icon {
                id: sign

                anchors.horizontalCenter: parent.horizontalCenter
                // leaves the middle of the room to the name, and the way free at the door
                y: (room.kiosk ? room.height * floor.view.signAt : (room.height - (words.visible ? words.implicitHeight : 0)) / 2) - height / 2
                name: room.kiosk ? "human-male" : room.icon
                size: room.kiosk ? 25 * floor.scaling : Math.min(Theme.mm(room.shining ? 15 : 11), room.width * 0.56)
                color: room.kiosk ? (room.shining ? Theme.pomegranate : "#FFFFFF") : room.tone
            }
            Label {
                id: words

                // A word broken in two is no name: then the icon speaks alone.
                readonly property bool fits: contentWidth <= width && implicitHeight <= room.height - sign.size - (room.kiosk ? room.height * floor.view.signAt : Theme.mm(4))

                anchors.top: sign.bottom
                anchors.topMargin: room.kiosk ? sign.size * 0.36 : Theme.mm(1)
                anchors.horizontalCenter: parent.horizontalCenter
                width: room.width - Theme.mm(3)
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
                visible: fits
                role: Theme.small
                bold: room.shining || room.kiosk
                color: room.tone
                //: On the floor plan, under the sign for where the driver stands
                text: room.kiosk ? qsTr("You are here") : room.label
                Accessible.ignored: true
            }
        }
    }
}
