import QtQuick
import kiosk.shell

// On the home page, beneath the plate of the driver's own truck: its place, his time, the range.
Column {
    id: told

    required property MyTruckView view

    spacing: Theme.mm(Theme.compact ? 1 : 2)

    MyTruckWords {
        id: words

        truck: told.view.truck
    }
    Label {
        width: parent.width
        visible: !Theme.compact && (told.view.truck.place ?? 0) > 0 && told.view.truck.expected.known
        color: "#FCF7EA"
        text: visible ? qsTr("Place %1").arg(Say.number(told.view.truck.place)) : ""
    }
    FitLabel {
        width: parent.width
        role: Theme.compact ? Theme.label : Theme.title
        least: Theme.compact ? Theme.body : Theme.label
        bold: true
        color: Theme.gold
        text: words.time
    }
    Label {
        width: parent.width
        visible: text !== ""
        color: "#FCF7EA"
        text: words.range
    }
    Label {
        width: parent.width
        visible: text !== ""
        role: Theme.small
        color: "#B9C9C6"
        text: words.age
    }
}
