pragma ComponentBehavior: Bound

import QtQuick

// The welcome of the language whose turn it is, large; four others beneath, each from its side.
Item {
    id: greetings

    required property HouseView view
    property bool alone: false // the others make room

    implicitHeight: alone ? large.height : large.height + Theme.mm(Theme.compact ? 8 : 16) + small.height

    Item {
        id: large

        LayoutMirroring.enabled: greetings.view.rtl
        LayoutMirroring.childrenInherit: true
        width: parent.width
        height: Math.max(words.height, bowl.height)

        Column {
            id: words

            anchors.left: parent.left
            anchors.right: bowl.left
            anchors.rightMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(2)

            FitLabel {
                width: parent.width
                role: Theme.mm(Theme.compact ? 30 : 42)
                least: Theme.title
                bold: true
                color: Theme.gold
                //: The large greeting at the door
                text: qsTr("Welcome home!")
            }
            Label {
                width: parent.width
                role: Theme.label
                color: "#FCF7EA"
                //: Beneath the large greeting at the door
                text: qsTr("It was a long road: come in and rest.")
            }
        }
        Image {
            id: bowl

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.mm(Theme.compact ? 48 : 64)
            height: width * 236 / 240
            source: Assets.ornament("bowl-dark")
            sourceSize: Qt.size(width, height)
            mirror: false
        }
    }
    Grid {
        id: small

        visible: !greetings.alone

        anchors.top: large.bottom
        anchors.topMargin: Theme.mm(Theme.compact ? 8 : 16)
        width: parent.width
        columns: 2
        rowSpacing: Theme.mm(8)

        Repeater {
            model: greetings.view.others

            Column {
                id: greeting

                required property string welcome
                required property string invite
                required property string family
                required property int index
                readonly property int side: index % 2 === 0 ? Text.AlignLeft : Text.AlignRight

                width: small.width / 2

                Label {
                    width: parent.width
                    horizontalAlignment: greeting.side
                    role: Theme.mm(12)
                    bold: true
                    face: greeting.family
                    color: "#FCF7EA"
                    text: greeting.welcome
                }
                Label {
                    width: parent.width
                    visible: !Theme.compact
                    horizontalAlignment: greeting.side
                    face: greeting.family
                    color: "#B9C9C6"
                    text: greeting.invite
                }
            }
        }
    }
}
