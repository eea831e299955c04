import QtQuick
import kiosk.shell

// How old the port's data is, by shape, colour and words: a dot while it is live, a triangle up to
// ten minutes, a ring beyond (look.md).
Rectangle {
    id: age

    required property real asOf // milliseconds since 1970, 0: never
    readonly property string band: Say.band(asOf)
    readonly property color tone: band === "live" ? "#5BC27A" : band === "amber" ? Theme.gold : "#C8CCC6"
    readonly property int signAt: Theme.mm(5)
    readonly property int wordsAt: Theme.mm(16)

    radius: Theme.mm(3)
    color: Theme.night

    Rectangle {
        x: age.signAt
        anchors.verticalCenter: parent.verticalCenter
        visible: age.band !== "amber"
        width: Theme.mm(6)
        height: width
        radius: width / 2
        color: age.band === "live" ? age.tone : "transparent"
        border.width: age.band === "live" ? 0 : Theme.mm(1.4)
        border.color: age.tone
    }
    Icon {
        x: age.signAt - Theme.mm(1)
        anchors.verticalCenter: parent.verticalCenter
        visible: age.band === "amber"
        name: "triangle"
        size: Theme.mm(8)
        color: age.tone
    }
    Column {
        x: age.wordsAt
        width: parent.width - x - Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        spacing: -Theme.mm(1.5) // what hangs below the last line keeps off the edge

        Words {
            width: parent.width
            role: Theme.small
            color: "#B9C9C6"
            text: qsTr("Port data")
        }
        Words {
            width: parent.width
            role: Theme.small
            bold: true
            color: age.tone
            text: age.band === "live" ? Say.ago(age.asOf)
                //: Beneath "Port data". %1 is a time of day or a date: older than that it is not
                : age.band !== "never" ? qsTr("as of %1").arg(Say.moment(age.asOf))
                //: Beneath "Port data": nothing has ever been heard of the port
                : qsTr("none yet")
        }
    }
}
