import QtQuick

// At the door of a new kiosk: how far its first pages have come.
Item {
    id: bar

    required property int percent

    implicitHeight: words.height + Theme.mm(6) + track.height

    Label {
        id: words

        LayoutMirroring.enabled: Say.language.rtl
        width: parent.width
        role: Theme.label
        color: "#FCF7EA"
        //: At the door of a new kiosk, above a bar. %1 is "40 %"
        text: qsTr("Fetching the house's pages: %1").arg(Say.percent(bar.percent))
    }
    Rectangle {
        id: track

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.mm(8)
        radius: height / 2
        color: "#2A5055"
        Accessible.role: Accessible.ProgressBar
        Accessible.name: words.text

        Rectangle {
            x: Say.language.rtl ? parent.width - width : 0
            width: bar.percent > 0 ? Math.max(height, parent.width * bar.percent / 100) : 0
            height: parent.height
            radius: parent.radius
            color: Theme.gold
        }
    }
}
