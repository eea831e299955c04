pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The strip beneath: why the gate is closed, for as long as it is; else the clinic's hours and
// the welcome in all scripts, in turn. At its end, how old the port's data is.
Rectangle {
    id: strip

    required property WallView view
    readonly property bool shut: view.gate === "closed"
    readonly property color ink: shut ? "#0B3B40" : "#FCF7EA"

    color: shut ? Theme.saffron : Theme.board

    Icon {
        id: sign

        x: Theme.mm(12)
        anchors.verticalCenter: parent.verticalCenter
        name: strip.shut ? "alert-circle" : strip.view.saidFirst !== "" ? "heart-pulse" : "hand-wave"
        size: Theme.mm(13)
        color: strip.ink
    }
    Column {
        visible: strip.view.saidFirst !== ""
        x: sign.x + sign.width + Theme.mm(6)
        width: age.x - x - Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter

        Words {
            width: parent.width
            role: Theme.mm(9)
            bold: true
            color: strip.ink
            text: strip.view.saidFirst
        }
        Words {
            width: parent.width
            visible: text !== ""
            role: Theme.small
            color: strip.ink
            text: strip.view.saidSecond
        }
    }
    Grid {
        visible: strip.view.saidFirst === ""
        x: sign.x + sign.width + Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        columns: 3
        columnSpacing: Theme.mm(8)

        Repeater {
            model: strip.view.greetings

            Label {
                required property string welcome
                required property string family

                role: Theme.small
                wrapMode: Text.NoWrap
                face: family
                color: strip.ink
                text: welcome
            }
        }
    }
    Rectangle {
        id: age

        x: parent.width - width - Theme.mm(12)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(112)
        height: Theme.mm(23)
        radius: Theme.mm(3)
        color: Theme.night

        AgeBadge {
            LayoutMirroring.enabled: Say.language.rtl
            LayoutMirroring.childrenInherit: true
            anchors.centerIn: parent
            dark: true
            limit: age.width - Theme.mm(6)
            what: qsTr("Port data")
            asOf: strip.view.asOf
        }
    }
}
