import QtQuick
import kiosk.shell

// What a driver is told, across the head of whatever the screen shows: his plate, and in his
// language and Chinese what it is. It speaks to the room and takes no touch; a lying screen has no
// height to spare, so nothing here grows with the text size of whoever stands before it.
Rectangle {
    id: strip

    required property ToldView view
    readonly property var telling: view.telling
    readonly property bool plated: (telling.drawn ?? null) !== null

    LayoutMirroring.enabled: telling.rtl ?? false
    LayoutMirroring.childrenInherit: true
    implicitHeight: Theme.mm(Theme.portrait ? 42 : 32)
    color: telling.called ? "#06282D" : "#0E454B"
    Accessible.role: Accessible.AlertMessage
    Accessible.name: (plated ? plate.spoken + ". " : "") + own.text

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.mm(1.4)
        color: strip.telling.called ? Theme.saffron : "#0B3B40"
    }
    Icon {
        id: icon

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        name: strip.plated ? (strip.telling.called ? "bell-ring" : "bell") : "qrcode-scan"
        size: Theme.mm(18)
        color: Theme.gold
    }
    Plate {
        id: plate

        anchors.left: icon.right
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        visible: strip.plated
        height: Math.min(Theme.mm(26), parent.width * 0.38 / (drawn?.ratio ?? 4.7))
        drawn: strip.telling.drawn ?? null
        Accessible.ignored: true
    }
    Column {
        anchors.left: plate.visible ? plate.right : icon.right
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter

        FitLabel {
            id: own

            width: parent.width
            role: Theme.mm(14)
            least: Theme.mm(10)
            face: strip.telling.family ?? Theme.family
            bold: true
            color: Theme.gold
            text: strip.telling.own ?? ""
            Accessible.ignored: true
        }
        FitLabel {
            width: parent.width
            visible: text !== ""
            role: Theme.mm(10)
            least: Theme.mm(8)
            face: strip.telling.chineseFamily ?? Theme.family
            color: "#FCF7EA"
            text: strip.telling.chinese ?? ""
            Accessible.ignored: true
        }
    }
}
