pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The truck's way: registered, in line, called, across the border; Beijing time above Kazakhstan's.
Card {
    id: card

    required property VehicleView view
    readonly property var truck: view.vehicle
    readonly property bool stopped: truck.status === "held" || truck.status === "cancelled"
    readonly property var stages: [
        //: A step of a truck's way through the port. Very short.
        ["check-bold", qsTr("Registered"), truck.registered ?? 0],
        // who is held or was taken off does not stand in line: the port's own state says so
        stopped ? ["hand-back-right", truck.statusText, 0]
        //: A step of a truck's way through the port. Very short.
        : ["truck", qsTr("In line"), 0],
        //: A step of a truck's way through the port. Very short.
        ["bell", qsTr("Called"), truck.called ?? 0],
        //: A step of a truck's way through the port: it crosses the border. Very short.
        ["boom-gate-up", qsTr("Border"), truck.departed ?? 0]
    ]
    readonly property int reached: truck.reached ?? 0

    height: column.height + 2 * Theme.padding

    Column {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)

        Label {
            width: parent.width
            bold: true
            //: Heading above the steps of a truck's way
            text: qsTr("Where your truck stands")
        }
        Row {
            id: steps

            width: parent.width

            Repeater {
                model: card.stages.length

                Item {
                    id: step

                    required property int index
                    readonly property var stage: card.stages[index]
                    readonly property bool done: index < card.reached
                    readonly property bool now: index === card.reached

                    width: steps.width / 4
                    height: words.y + words.height

                    Rectangle {
                        visible: step.index < 3
                        x: step.LayoutMirroring.enabled ? -width / 2 : step.width / 2
                        y: circle.height / 2 - height / 2
                        width: step.width
                        height: Theme.mm(2)
                        color: step.done ? Theme.ink : Theme.line
                    }
                    Rectangle {
                        id: circle

                        anchors.horizontalCenter: parent.horizontalCenter
                        width: Theme.mm(24)
                        height: width
                        radius: width / 2
                        color: step.done ? Theme.ink : step.now ? Theme.accent("queue") : Theme.sand
                        border.width: step.now ? Theme.mm(1) : 0
                        border.color: Theme.ink

                        Icon {
                            anchors.centerIn: parent
                            name: step.done ? "check-bold" : step.stage[0]
                            points: name === "truck"
                            size: Theme.mm(13)
                            color: step.done ? "#FCF7EA" : Theme.surfaceInk
                        }
                    }
                    Column {
                        id: words

                        y: circle.height + Theme.mm(3)
                        width: parent.width

                        FitLabel {
                            width: parent.width
                            anchors.horizontalCenter: parent.horizontalCenter
                            horizontalAlignment: Text.AlignHCenter
                            bold: true
                            least: Theme.small
                            text: step.stage?.[1] ?? ""
                        }
                        Label {
                            width: parent.width
                            horizontalAlignment: Text.AlignHCenter
                            visible: text !== ""
                            //: Beneath a step of a truck's way: it is here now
                            text: step.stage[2] > 0 ? Say.beijing(step.stage[2]) : step.now ? qsTr("now") : ""
                        }
                        Label {
                            width: parent.width
                            horizontalAlignment: Text.AlignHCenter
                            visible: step.stage[2] > 0
                            color: Theme.softInk
                            text: visible ? Say.kazakhstan(step.stage[2]) : ""
                        }
                    }
                }
            }
        }
        Label {
            width: parent.width
            role: Theme.small
            color: Theme.softInk
            //: Beneath times that stand one above the other
            text: qsTr("Above Beijing time, below Kazakhstan time")
        }
    }
}
