import QtQuick
import kiosk.shell

// The frame of the queue's card on an upright home page: slab with the truck, name and gate.
Item {
    id: frame

    required property QueueView queue
    required property string title
    default property alias content: column.data
    readonly property real innerWidth: column.width

    implicitHeight: Math.max(column.height + Theme.mm(16), Theme.mm(96))

    Rectangle {
        id: slab

        anchors.left: parent.left
        width: Theme.mm(38)
        height: frame.height - Theme.hem
        radius: Theme.radius
        color: Theme.accent("queue")

        Rectangle {
            x: slab.LayoutMirroring.enabled ? 0 : parent.width - width
            width: Theme.radius
            height: parent.height
            color: parent.color
        }
        Icon {
            anchors.centerIn: parent
            name: "truck"
            points: true
            size: Theme.mm(28)
            color: Theme.onAccent("queue")
        }
    }
    Column {
        id: column

        anchors.left: slab.right
        anchors.leftMargin: Theme.mm(10)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(10)
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.hem / 2
        spacing: Theme.mm(4)

        Item {
            width: parent.width
            height: Math.max(heading.height, sign.height)

            FitLabel {
                id: heading

                anchors.left: parent.left
                width: parent.width - sign.width - Theme.mm(6)
                anchors.verticalCenter: parent.verticalCenter
                role: Theme.title
                bold: true
                color: "#FCF7EA"
                text: frame.title
                Accessible.ignored: true
            }
            GateSign {
                id: sign

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                view: frame.queue
            }
        }
    }
}
