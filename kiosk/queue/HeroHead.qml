import QtQuick
import kiosk.shell

// The head of the queue's panel on a lying home page: the truck and the panel's name.
Rectangle {
    id: head

    required property string title

    height: name.height + Theme.mm(7)
    radius: Theme.radius
    color: Theme.accent("queue")

    Rectangle {
        y: parent.height - height
        width: parent.width
        height: Theme.radius
        color: parent.color
    }
    Icon {
        id: truck

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        name: "truck"
        points: true
        size: Theme.mm(17)
        color: Theme.onAccent("queue")
    }
    FitLabel {
        id: name

        anchors.left: truck.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        role: Theme.title
        bold: true
        color: Theme.onAccent("queue")
        text: head.title
        Accessible.ignored: true
    }
}
