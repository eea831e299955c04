import QtQuick

// The head of every page: band; mark, home's name, age of data; title; the two clocks.
// Upright, the title stands below; lying, between the name and the clocks. A lying screen has no
// height to spare: there only the title grows with the driver's text size, as in the dock.
Item {
    id: head

    required property Page page
    required property string homeName
    required property real portAsOf
    // Where its first row ends: the strip covers that and no more.
    readonly property real rowEnd: top.y + top.height + Theme.mm(Theme.portrait ? 5 : 2)
    readonly property int markSize: Theme.mm(Theme.portrait ? 31 : 23)

    height: band.height + Theme.mm(5) + top.height + (Theme.portrait ? Theme.mm(6) + below.height : 0) + Theme.mm(Theme.portrait ? 7 : 4)

    Band {
        id: band

        width: parent.width
    }

    Item {
        id: top

        anchors.top: band.bottom
        anchors.topMargin: Theme.mm(5)
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        height: Math.max(head.markSize, names.height, clocks.height, Theme.portrait ? 0 : middle.height)

        Image {
            id: mark

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            width: head.markSize
            height: head.markSize
            source: Assets.ornament("mark")
            sourceSize: Qt.size(width, height)
            mirror: false
        }
        Column {
            id: names

            anchors.left: mark.right
            anchors.leftMargin: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.portrait ? top.width - mark.width - clocks.width - Theme.mm(10) : Math.min(Math.max(home.naturalWidth, Theme.mm(105 * Theme.textScale)), top.width * 0.36 - mark.width)
            spacing: Theme.mm(2)

            FitLabel {
                id: home

                least: role
                width: parent.width
                role: Theme.portrait ? Theme.body : Theme.mm(10)
                bold: true
                text: head.homeName
            }
            AgeBadge {
                id: badge

                anchors.left: parent.left // a Column alone does not mirror
                limit: parent.width
                role: Theme.portrait ? Theme.small : Theme.mm(8)
                //: What the age badge speaks of: data from the port authority
                what: qsTr("Port data")
                asOf: head.portAsOf
            }
        }
        Rectangle {
            id: rule

            visible: !Theme.portrait && head.page.title !== ""
            anchors.left: names.right
            anchors.leftMargin: Theme.mm(8)
            anchors.verticalCenter: parent.verticalCenter
            width: 1
            height: parent.height
            color: Theme.line
        }
        TitleRow {
            id: middle

            visible: !Theme.portrait
            page: head.page
            anchors.left: rule.right
            anchors.leftMargin: Theme.mm(8)
            anchors.right: clocks.left
            anchors.rightMargin: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter
        }
        TwoClocks {
            id: clocks

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    TitleRow {
        id: below

        visible: Theme.portrait
        page: head.page
        anchors.top: top.bottom
        anchors.topMargin: Theme.mm(6)
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
    }
}
