pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The truck's lane and plate, its place or the gate row as large as the screen allows, what to do
// now, and when it is called: with how good such forecasts have been.
Rectangle {
    id: card

    required property VehicleView view
    readonly property var truck: view.vehicle
    readonly property string status: truck.status ?? ""
    readonly property bool inLine: (truck.place ?? 0) > 0
    // What stands in the box beside the plate: the place in line, or the gate row to drive to.
    readonly property string large: inLine ? Say.number(truck.place) : status === "called" ? (truck.gate ?? "") : ""
    property real least: 0

    height: Math.max(least, column.height + 2 * Theme.padding)
    radius: Theme.radius
    color: Theme.contrast ? "#FFFFFF" : Theme.accent("queue")
    border.width: Theme.contrast ? Theme.mm(1) : 0

    Column {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(Theme.compact ? 4 : 7)

        Item {
            width: parent.width
            height: Math.max(lane.height + plate.height, box.visible ? box.height : 0)

            Item {
                id: named

                anchors.left: parent.left
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - (box.visible ? box.width + Theme.mm(8) : 0)
                height: lane.height + plate.height

                Label {
                    id: lane

                    anchors.left: parent.left
                    anchors.right: parent.right
                    bottomPadding: Theme.mm(2)
                    color: Theme.surfaceInk
                    text: card.truck.laneText ?? ""
                }
                Plate {
                    id: plate

                    anchors.left: parent.left
                    anchors.bottom: parent.bottom
                    height: Math.min(Theme.mm(56), parent.width / (drawn?.ratio ?? 4.7))
                    drawn: card.truck.drawn ?? null
                }
            }
            Rectangle {
                id: box

                visible: card.large !== ""
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(place.implicitWidth, caption.implicitWidth) + Theme.mm(20)
                height: caption.height + place.height + Theme.mm(8)
                radius: Theme.buttonRadius
                color: Theme.linen

                Label {
                    id: caption

                    anchors.horizontalCenter: parent.horizontalCenter
                    y: Theme.mm(4)
                    //: Above a large number: the truck's place in the queue. Very short.
                    text: card.inLine ? qsTr("Your place")
                        //: Above the large number of the gate row that a called truck drives to. Very short.
                        : qsTr("Gate row")
                    wrapMode: Text.NoWrap
                }
                Label {
                    id: place

                    anchors.horizontalCenter: parent.horizontalCenter
                    anchors.top: caption.bottom
                    role: Theme.compact ? Theme.display * 1.3 : Theme.numeral
                    bold: true
                    text: card.large
                }
            }
        }
        Label {
            width: parent.width
            role: card.inLine ? Theme.label : card.status === "called" ? Theme.title * 1.25 : Theme.title
            bold: true
            color: Theme.surfaceInk
            text: card.status === "called" ? (card.truck.gate !== ""
                    //: What to do now: the truck is called; %1 is the gate row's number
                    ? qsTr("You are called. Please drive to gate row %1.").arg(card.truck.gate)
                    //: What to do now: the truck is called
                    : qsTr("You are called. Please drive to the gate."))
                //: What to do now: the truck stands at the gate
                : card.status === "at_gate" ? qsTr("You are at the gate.")
                //: What to do now: the truck is held
                : card.status === "held" ? qsTr("Your truck is held. The desk can help you ask why.")
                //: The truck has left the country
                : card.status === "departed" ? qsTr("Your truck has left. Safe travels!")
                //: The truck was taken off the queue
                : card.status === "cancelled" ? qsTr("The port has taken this truck off the queue.")
                //: The truck has a slot but hasn't come to the port
                : card.status === "reserved" ? qsTr("Reserved. The port has not seen the truck yet.")
                //: The truck is on the port's ground but not in line yet
                : card.status === "arrived" ? qsTr("The truck has arrived and is not in line yet.")
                //: The truck is first in line
                : card.truck.ahead === 0 ? qsTr("You are next.")
                //: How many trucks will be called before this one
                : qsTr("%n truck(s) ahead of you", "", card.truck.ahead ?? 0)
        }
        Column {
            id: when

            readonly property var expected: card.view.expected

            visible: card.inLine
            width: parent.width
            spacing: Theme.mm(1)

            FitLabel {
                width: parent.width
                visible: when.expected.known
                role: Theme.title
                least: Theme.label
                bold: true
                color: Theme.surfaceInk
                text: when.expected.about > 0
                    //: When a truck is called; %1 is a span of time such as 40 min
                    ? qsTr("In about %1").arg(Say.minutes(when.expected.about))
                    //: When a truck is called: its turn may come at once
                    : qsTr("Any moment now")
            }
            Label {
                width: parent.width
                color: Theme.surfaceInk
                text: !when.expected.known
                    //: In the place of a forecast
                    ? qsTr("Not enough history yet to say when.")
                    //: The range of a forecast that begins at once; %1 is a span of time such as 25 min
                    : when.expected.low === 0 ? qsTr("In %1 at the latest").arg(Say.minutes(when.expected.high))
                    //: The range of a forecast; %1 and %2 are spans of time such as 25 min
                    : qsTr("Between %1 and %2").arg(Say.minutes(when.expected.low)).arg(Say.minutes(when.expected.high))
            }
            Label {
                width: parent.width
                visible: when.expected.known && card.view.score.known
                role: Theme.small
                color: Theme.surfaceInk
                //: %1: a number of forecasts, %2: a span of time such as 9 min, %3: how many of ten
                text: qsTr("Our last %1 forecasts: usually off by %2, %3 of 10 within the range").arg(Say.number(card.view.score.forecasts)).arg(Say.minutes(card.view.score.off)).arg(card.view.score.within)
            }
        }
        Label {
            width: parent.width
            visible: (card.truck.reason ?? "") !== ""
            color: Theme.surfaceInk
            //: %1 is the port's own word for why a truck is held
            text: qsTr("The port says: %1").arg(card.truck.reason ?? "")
        }
    }
}
