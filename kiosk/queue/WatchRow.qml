import QtQuick
import kiosk.shell

// A wish that can be chosen: told when so many are ahead, or when called.
Pressable {
    id: row

    required property string wish
    required property string standing // free, taken or told
    readonly property bool chosen: standing === "taken"
    readonly property color ink: enabled ? Theme.surfaceInk : Theme.disabledInk

    name: wish
    describe: state.text
    face: chosen ? Theme.felt("queue") : Theme.linen
    radius: Theme.buttonRadius
    implicitHeight: Math.max(Theme.compact ? Theme.mainTarget : Theme.mm(42), words.height + Theme.mm(8)) + Theme.hem
    Accessible.checkable: true
    Accessible.checked: chosen

    Icon {
        id: icon

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        name: row.standing === "free" ? "bell" : row.chosen ? "bell-ring" : "check-bold"
        size: Theme.mm(15)
        color: row.enabled ? Theme.deep("queue") : Theme.disabledInk
    }
    Column {
        id: words

        anchors.left: icon.right
        anchors.leftMargin: Theme.mm(6)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter

        FitLabel {
            width: parent.width
            role: Theme.label
            least: Theme.body
            bold: true
            color: row.ink
            text: row.wish
            Accessible.ignored: true
        }
        Label {
            id: state

            width: parent.width
            visible: text !== ""
            color: row.ink
            //: Beneath what a driver has chosen
            text: row.chosen ? qsTr("You will be told.")
                //: Beneath what a driver had chosen: that moment has come and gone
                : row.standing === "told" ? qsTr("You have been told.") : ""
            Accessible.ignored: true
        }
    }
    Rectangle {
        width: parent.width
        height: parent.height
        visible: row.chosen
        radius: row.radius
        color: "transparent"
        border.width: Theme.mm(1.4)
        border.color: Theme.contrast ? Theme.ink : Theme.accent("queue")
    }
}
