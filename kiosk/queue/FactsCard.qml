pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// What else the port tells of the truck; the head says how old that is.
Rectangle {
    id: card

    required property VehicleView view
    readonly property var truck: view.vehicle

    height: column.height + 2 * Theme.mm(8)
    radius: Theme.radius
    color: Theme.felt("queue")
    border.width: Theme.contrast ? Math.max(1, Theme.mm(0.4)) : 0

    Column {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(3)

        Label {
            width: parent.width
            bold: true
            text: card.truck.laneText ?? ""
        }
        Label {
            width: parent.width
            visible: (card.truck.registered ?? 0) > 0
            //: %1 is a time of day or a date and time
            text: qsTr("Registered %1, Beijing time").arg(Say.moment(card.truck.registered ?? 0))
        }
        Label {
            width: parent.width
            visible: card.view.score.known
            //: %1: a number of forecasts, %2: a span of time such as 9 min, %3: how many of ten
            text: qsTr("Our last %1 forecasts: usually off by %2, %3 of 10 within the range").arg(Say.number(card.view.score.forecasts)).arg(Say.minutes(card.view.score.off)).arg(card.view.score.within)
        }
    }
}
