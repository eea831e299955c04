pragma ComponentBehavior: Bound

import QtQuick

// The door: lintel and jambs, the house dark and warm behind. It greets in turn in every script
// and shows the port at a glance. Any touch wakes the house (kiosk/shell/waking.py), so nothing
// here is pressed by accident. Plates stand still: only the greeting changes sides.
Page {
    id: page

    required property HouseView view
    // Upright all stands in one column; lying, the port stands beside the greeting.
    readonly property real column: Theme.portrait ? inside.width : (inside.width - Theme.mm(14)) / 2

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    framed: false
    //: Accessible title of the door page
    title: qsTr("Welcome")

    Rectangle {
        anchors.fill: parent
        color: Theme.night
    }
    DoorFrame {
        id: frame

        anchors.fill: parent
    }
    Item {
        id: inside

        anchors.fill: parent
        anchors.topMargin: frame.lintel + Theme.mm(Theme.portrait ? 8 : 4)
        anchors.leftMargin: frame.jamb + Theme.mm(10)
        anchors.rightMargin: frame.jamb + Theme.mm(10)
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 16 : 8)

        Item {
            id: head

            width: parent.width
            height: Math.max(mark.height, home.height, clocks.height)

            Image {
                id: mark

                width: Theme.mm(Theme.portrait ? 31 : 23)
                height: width
                source: Assets.ornament("mark")
                sourceSize: Qt.size(width, height)
            }
            Label {
                id: home

                anchors.left: mark.right
                anchors.leftMargin: Theme.mm(7)
                anchors.right: clocks.left
                anchors.rightMargin: Theme.mm(7)
                anchors.verticalCenter: mark.verticalCenter
                bold: true
                color: "#FCF7EA"
                text: page.view.name
            }
            TwoClocks {
                id: clocks

                anchors.right: parent.right
                anchors.verticalCenter: mark.verticalCenter
                ink: "#FCF7EA"
                soft: "#B9C9C6"
                rule: "#2A5055"
            }
        }
        Greetings {
            id: greetings

            anchors.top: head.bottom
            anchors.topMargin: Theme.mm(Theme.portrait ? 16 : Theme.compact ? 4 : 10)
            width: page.column
            view: page.view
            alone: Theme.compact && notice.visible
        }
        Loader {
            id: offers

            anchors.top: greetings.bottom
            anchors.topMargin: Theme.mm(Theme.compact ? 6 : 16)
            width: page.column
            visible: glance.below === offers
            // At the start the port and the greeting come first, these a frame later; from then on
            // with them, since a touch would cut their making off.
            asynchronous: Theme.moving && !Theme.opened
            onLoaded: Theme.opened = true
            sourceComponent: Offers {
                view: page.view
            }
        }
        Loader {
            id: glance

            // what stands beneath the greeting
            readonly property Item below: notice.visible ? notice : fetching.visible ? fetching : offers
            readonly property real above: Theme.portrait ? offers.y + below.height : head.height
            readonly property real foot: begin.y

            x: inside.width - width
            y: above + Math.max(0, (foot - above - height) / 2)
            width: page.column
            Component.onCompleted: setSource(page.view.glanceSource, {
                view: page.view.glanceView
            })
        }
        Pressable {
            id: begin

            x: inside.width - width
            y: (Theme.portrait ? languages.y - Theme.mm(14) : inside.height) - height
            width: page.column
            height: start.height + Theme.mm(Theme.portrait ? 36 : Theme.compact ? 12 : 20)
            face: Theme.saffron
            hemColor: "#9A6400"
            name: start.text
            onTapped: page.view.wake()

            Row {
                anchors.centerIn: parent
                spacing: Theme.mm(8)

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "gesture-tap"
                    size: Theme.mm(28)
                    color: "#0B3B40"
                }
                FitLabel {
                    id: start

                    anchors.verticalCenter: parent.verticalCenter
                    role: Theme.title
                    least: Theme.tileName
                    bold: true
                    color: "#0B3B40"
                    //: On the door page: any touch begins
                    text: qsTr("Touch the screen to begin")
                    width: Math.min(naturalWidth, begin.width - Theme.mm(56))
                    Accessible.ignored: true
                }
            }
        }
        // For staff, in the place of the offers, while there is something to tell.
        StaffNotice {
            id: notice

            width: page.column
            y: offers.y
            visible: wanted
            view: page.view
        }
        // There too while a new kiosk fetches its first pages.
        Loader {
            id: fetching

            width: page.column
            y: offers.y
            active: notice.sync.fetched >= 0
            visible: active && !notice.visible
            sourceComponent: FetchBar {
                percent: notice.sync.fetched
            }
        }
        LanguageRow {
            id: languages

            y: inside.height - height
            visible: !Theme.compact
            width: page.column
            view: page.view
        }
    }
    Timer {
        interval: 10000
        repeat: true
        running: Theme.moving
        onTriggered: page.view.greetNext()
    }
}
