import QtQuick

// At the door, for staff: the store was damaged, and what stands in it now.
Rectangle {
    id: notice

    required property HouseView view

    height: words.height + Theme.mm(12)
    radius: Theme.radius
    color: "#FCF7EA"

    Rectangle {
        id: slab

        width: Theme.mm(24)
        height: parent.height
        radius: Theme.radius
        color: Theme.accent("help")

        Icon {
            anchors.centerIn: parent
            name: "alert"
            color: "#FFFFFF"
        }
    }
    Label {
        id: words

        anchors.left: slab.right
        anchors.leftMargin: Theme.mm(6)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        color: "#0B3B40"
        text: notice.view.backup > 0
            //: For staff. %1 and %2 are times
            ? qsTr("Staff: this kiosk's store was damaged (%1). It now holds the backup of %2; the damaged file is kept. Please tell headquarters.").arg(Say.moment(notice.view.mended)).arg(Say.moment(notice.view.backup))
            //: For staff. %1 is a time
            : qsTr("Staff: this kiosk's store was damaged (%1) and there was no backup. The damaged file is kept. Please tell headquarters.").arg(Say.moment(notice.view.mended))
    }
}
