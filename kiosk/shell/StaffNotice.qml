import QtQuick

// At the door, for staff: the store was damaged, and what stands in it now; or what the sync needs.
Rectangle {
    id: notice

    required property HouseView view
    readonly property SyncView sync: view.sync as SyncView
    readonly property bool wanted: view.mended > 0 || sync.need !== ""

    function ofStore(): string {
        return view.backup > 0
            //: For staff. %1 and %2 are times
            ? qsTr("Staff: this kiosk's store was damaged (%1). It now holds the backup of %2; the damaged file is kept. Please tell headquarters.").arg(Say.moment(view.mended)).arg(Say.moment(view.backup))
            //: For staff. %1 is a time
            : qsTr("Staff: this kiosk's store was damaged (%1) and there was no backup. The damaged file is kept. Please tell headquarters.").arg(Say.moment(view.mended));
    }
    function ofSync(): string {
        switch (sync.need) {
        case "enrol":
            //: For staff: it may not sync until someone enters a new code
            return qsTr("Staff: headquarters does not know this kiosk any more; it must be enrolled again. Please call headquarters.");
        case "removals":
            //: For staff: it looks like a mistake, so nothing is removed until a person agrees. %1 is a number
            return qsTr("Staff: headquarters removes unusually many entries (%1); they stay until someone agrees. Please call headquarters.").arg(Say.number(sync.removals));
        case "silence":
            //: For staff. %1 is a time
            return qsTr("Staff: this kiosk can't reach headquarters (last: %1). Please check the network.").arg(Say.moment(sync.since));
        }
        return "";
    }

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
        text: notice.view.mended > 0 ? notice.ofStore() : notice.ofSync()
    }
}
