import QtQuick
import kiosk.shell

// A truck that fits what was typed: plate above, how it stands beneath.
Pressable {
    id: row

    required property QueueView view
    required property string key
    required property string plate
    required property var drawn
    required property int place
    required property string status
    required property string gate

    implicitHeight: Math.max(Theme.mm(30), words.height + Theme.mm(6)) + Theme.hem
    radius: Theme.buttonRadius
    name: plate
    describe: words.text
    onTapped: view.openVehicle(key)

    Plate {
        id: picture

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        height: Math.min(Theme.mm(22), row.width * 0.52 / 4.64)
        drawn: row.drawn
        Accessible.ignored: true
    }
    FitLabel {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(9) + row.width * 0.52
        anchors.right: arrow.left
        anchors.rightMargin: Theme.mm(2)
        anchors.verticalCenter: parent.verticalCenter
        least: Theme.small
        bold: true
        //: A place in the queue, %1 is a number
        text: row.place > 0 ? row.status + "\n" + qsTr("Place %1").arg(Say.number(row.place)) : row.status
        Accessible.ignored: true
    }
    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-right"
        points: true
        color: Theme.softInk
        size: Theme.mm(13)
    }
}
