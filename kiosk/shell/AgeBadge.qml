import QtQuick

// How old something is, by shape as well as colour: a dot while it is live (at most 90 s), a
// triangle up to ten minutes, a ring beyond, and where nothing was ever heard.
Row {
    id: badge

    required property string what // "Port data"
    required property real asOf // milliseconds since 1970, 0: never
    property bool dark: false
    property int role: Theme.small
    property real limit: Infinity
    readonly property string band: Say.band(asOf)
    readonly property color tone: dark ? (band === "live" ? "#5BC27A" : band === "amber" ? Theme.gold : "#C8CCC6")
        : band === "live" ? Theme.free : band === "amber" ? Theme.soon : Theme.contrast ? "#000000" : "#5B5F58"

    spacing: Theme.mm(3)
    Accessible.role: Accessible.StaticText
    Accessible.name: words.text

    Item {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(5)
        height: Theme.mm(5)

        Rectangle {
            anchors.centerIn: parent
            visible: badge.band !== "amber"
            width: Theme.mm(badge.band === "live" ? 3.6 : 5)
            height: width
            radius: width / 2
            color: badge.band === "live" ? (badge.dark ? badge.tone : Theme.contrast ? "#000000" : "#2E7D46") : "transparent"
            border.width: badge.band === "live" ? 0 : Theme.mm(1)
            border.color: badge.dark ? badge.tone : "#7C7F77"
        }
        Icon {
            anchors.centerIn: parent
            visible: badge.band === "amber"
            name: "triangle"
            size: Theme.mm(6)
            color: badge.dark ? badge.tone : Theme.contrast ? "#000000" : "#B36B00"
        }
    }
    Label {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, badge.limit - Theme.mm(8))
        role: badge.role
        color: badge.tone
        Accessible.ignored: true
        //: Age of data. %1 is what it is ("Port data"), %2 is "40 seconds ago"
        text: badge.band === "live" ? (badge.what === "" ? Say.ago(badge.asOf) : qsTr("%1: %2").arg(badge.what).arg(Say.ago(badge.asOf)))
            //: Age of data. %1 is what it is ("Port data"), %2 a time of day or a date
            : badge.band !== "never" ? qsTr("%1 as of %2").arg(badge.what).arg(Say.moment(badge.asOf))
            //: Age of data. %1 is what it is ("Port data"); nothing has ever been heard
            : qsTr("%1: none yet").arg(badge.what)
    }
}
