import QtQuick
import kiosk.shell

// A vehicle in a list: its place, its plate, how it stands and since when. A tap opens its page.
Pressable {
    id: row

    required property QueueView view
    required property string key
    required property string plate
    required property var drawn
    required property int place
    required property string status
    required property string gate
    required property string time

    implicitHeight: Math.max(Theme.mm(26), words.height + Theme.mm(4)) + Theme.hem
    radius: Theme.buttonRadius
    name: plate
    describe: words.text
    onTapped: view.openVehicle(key)

    Label {
        id: number

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(30)
        role: Theme.label
        bold: true
        color: Theme.deep("queue")
        text: row.place > 0 ? Say.number(row.place) : ""
        Accessible.ignored: true
    }
    Plate {
        id: picture

        anchors.left: number.right
        anchors.leftMargin: Theme.mm(2)
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.mm(20)
        drawn: row.drawn
        Accessible.ignored: true
    }
    Label {
        id: words

        anchors.left: number.right
        anchors.leftMargin: Theme.mm(104)
        anchors.right: arrow.left
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.softInk
        text: row.gate !== "" ? row.status + " · " + qsTr("Gate row") + " " + row.gate
            : row.time !== "" ? row.status + " · " + row.time : row.status
        Accessible.ignored: true
    }
    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-right"
        points: true
        color: Theme.softInk
        size: Theme.mm(14)
    }
}
