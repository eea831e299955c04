pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The queue on the home page: who is called now, how many wait, and the way to one's own truck.
// Upright it is a broad card, lying a tall panel.
Item {
    id: hero

    required property QueueView view
    readonly property bool wide: Theme.portrait
    readonly property color ground: Theme.contrast ? "#000000" : "#0B3B40"

    implicitHeight: wide ? Math.max(broad.height + Theme.mm(16), Theme.mm(96)) : tall.implicitHeight

    Rectangle {
        y: Theme.hem
        width: parent.width
        height: parent.height - Theme.hem
        radius: Theme.radius
        color: "#062A2E"
    }
    Pressable {
        anchors.fill: parent
        face: hero.ground
        hemColor: "#062A2E"
        //: Tile and title: the queue of vehicles that leave China
        name: qsTr("Queue to the border")
        onTapped: hero.view.openQueue()
    }

    // Upright
    Rectangle {
        id: slab

        visible: hero.wide
        anchors.left: parent.left
        width: Theme.mm(38)
        height: parent.height - Theme.hem
        radius: Theme.radius
        color: Theme.accent("queue")

        Rectangle {
            x: slab.LayoutMirroring.enabled ? 0 : parent.width - width
            width: Theme.radius
            height: parent.height
            color: parent.color
        }
        Icon {
            anchors.centerIn: parent
            name: "truck"
            points: true
            size: Theme.mm(28)
            color: Theme.onAccent("queue")
        }
    }
    Column {
        id: broad

        visible: hero.wide
        anchors.left: slab.right
        anchors.leftMargin: Theme.mm(10)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(10)
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.hem / 2
        spacing: Theme.mm(4)

        Item {
            width: parent.width
            height: Math.max(heading.height, sign.height)

            FitLabel {
                id: heading

                anchors.left: parent.left
                width: parent.width - sign.width - Theme.mm(6)
                anchors.verticalCenter: parent.verticalCenter
                role: Theme.title
                bold: true
                color: "#FCF7EA"
                text: qsTr("Queue to the border")
                Accessible.ignored: true
            }
            GateSign {
                id: sign

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                view: hero.view
            }
        }
        Column {
            width: parent.width
            spacing: Theme.mm(2)

            Label {
                width: parent.width
                role: Theme.small
                color: "#B9C9C6"
                //: Above the plates that are called at this moment
                text: qsTr("Called now")
            }
            Row {
                anchors.left: parent.left
                spacing: Theme.mm(8)

                Repeater {
                    model: hero.view.calledTwo

                    Plate {
                        required property var modelData

                        drawn: modelData.drawn
                        height: Math.min(Theme.mm(32), (broad.width - Theme.mm(8)) / 2 / 4.7)
                    }
                }
            }
            Label {
                width: parent.width
                visible: hero.view.calledTwo.length === 0
                color: "#FCF7EA"
                //: Instead of plates: nobody is called at this moment
                text: qsTr("Nobody at this moment")
            }
        }
        Item {
            id: doing

            readonly property real beside: width - find.implicitWidth - Theme.mm(6)
            // Large letters: the button goes beneath the figures.
            readonly property bool stacked: beside < Theme.mm(100) * Theme.textScale

            width: parent.width
            height: stacked ? figures.height + Theme.mm(4) + find.height : Math.max(figures.height, find.height)

            Flow {
                id: figures

                anchors.left: parent.left
                y: doing.stacked ? 0 : (parent.height - height) / 2
                width: doing.stacked ? parent.width : doing.beside
                spacing: Theme.mm(8)

                Repeater {
                    model: [hero.view.waitingWords, hero.view.lastHourWords]

                    Label {
                        required property string modelData

                        width: Math.min(implicitWidth, figures.width)
                        color: "#FCF7EA"
                        textFormat: Text.StyledText
                        text: modelData
                    }
                }
            }
            MainButton {
                id: find

                anchors.right: parent.right
                y: doing.stacked ? figures.height + Theme.mm(4) : 0
                width: doing.stacked ? parent.width : implicitWidth
                room: "queue"
                icon: "magnify"
                //: Main button: type a plate and see the truck's place
                label: qsTr("Find my truck")
                onTapped: hero.view.find()
            }
        }
    }

    // Lying
    Item {
        id: tall

        visible: !hero.wide
        anchors.fill: parent
        implicitHeight: head.height + body.height + foot.height + big.height + Theme.mm(26)

        Rectangle {
            id: head

            width: parent.width
            height: name.height + Theme.mm(7)
            radius: Theme.radius
            color: Theme.accent("queue")

            Rectangle {
                y: parent.height - height
                width: parent.width
                height: Theme.radius
                color: parent.color
            }
            Icon {
                id: truck

                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(8)
                anchors.verticalCenter: parent.verticalCenter
                name: "truck"
                points: true
                size: Theme.mm(17)
                color: Theme.onAccent("queue")
            }
            FitLabel {
                id: name

                anchors.left: truck.right
                anchors.leftMargin: Theme.mm(4)
                anchors.right: parent.right
                anchors.rightMargin: Theme.mm(6)
                anchors.verticalCenter: parent.verticalCenter
                role: Theme.title
                bold: true
                color: Theme.onAccent("queue")
                text: qsTr("Queue to the border")
                Accessible.ignored: true
            }
        }
        Column {
            id: body

            anchors.top: head.bottom
            anchors.topMargin: Theme.mm(5)
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(8)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(8)
            spacing: Theme.mm(3)

            Item {
                width: parent.width
                height: Math.max(now.height, rows.height)

                Label {
                    id: now

                    anchors.left: parent.left
                    width: parent.width - rows.width - Theme.mm(4)
                    role: Theme.small
                    color: "#B9C9C6"
                    text: qsTr("Called now")
                }
                Label {
                    id: rows

                    anchors.right: parent.right
                    role: Theme.small
                    color: "#B9C9C6"
                    //: Above the numbers of the gate rows that called vehicles drive to. Very short.
                    text: qsTr("Gate row")
                }
            }
            Repeater {
                model: hero.view.calledThree

                Item {
                    id: called

                    required property var modelData

                    width: body.width
                    height: Theme.mm(24)

                    Plate {
                        anchors.left: parent.left
                        drawn: called.modelData.drawn
                        height: Math.min(parent.height, (body.width - Theme.mm(24)) / (called.modelData.drawn.ratio ?? 4.64))
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    Rectangle {
                        anchors.right: parent.right
                        visible: called.modelData.gate !== ""
                        width: Theme.mm(20)
                        height: parent.height
                        radius: Theme.mm(3)
                        color: "#08292D"

                        Label {
                            anchors.centerIn: parent
                            role: Theme.label
                            bold: true
                            color: Theme.gold
                            text: called.modelData.gate
                        }
                    }
                }
            }
        }
        Column {
            id: foot

            anchors.bottom: big.top
            anchors.bottomMargin: Theme.mm(6)
            anchors.left: body.left
            anchors.right: body.right
            spacing: Theme.mm(3)

            GateSign {
                anchors.left: parent.left
                view: hero.view
            }
            Label {
                width: parent.width
                color: "#FCF7EA"
                textFormat: Text.StyledText
                text: hero.view.waitingWords + "<br>" + hero.view.lastHourWords
            }
        }
        MainButton {
            id: big

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: Theme.mm(6)
            anchors.bottomMargin: Theme.mm(7)
            room: "queue"
            icon: "magnify"
            label: qsTr("Find my truck")
            onTapped: hero.view.find()
        }
    }
}
