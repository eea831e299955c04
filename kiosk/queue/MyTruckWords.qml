import QtQuick
import kiosk.shell

// How the driver's own truck stands, in a line: his time, or why there is none.
QtObject {
    id: words

    required property var truck
    readonly property string time: !(truck.listed ?? false)
        //: In a line, instead of when the driver's truck is called: the port has it no more. Short.
        ? qsTr("No longer listed", "truck")
        : truck.status === "called" && truck.gate !== "" ? truck.statusText + " · " + qsTr("Gate row") + "\u00a0" + truck.gate
        : truck.place === 0 ? truck.statusText
        : !truck.expected.known ? qsTr("Place %1").arg(Say.number(truck.place))
        : truck.expected.about > 0 ? qsTr("In about %1").arg(Say.minutes(truck.expected.about))
        : qsTr("Any moment now")
    readonly property string age: (truck.greySince ?? 0) > 0
        //: Behind when a truck is called: how old the port's data is. %1 is a time of day or a date
        ? qsTr("as of %1").arg(Say.moment(truck.greySince))
        : ""
    readonly property string range: !(truck.expected?.known ?? false) ? ""
        //: The range of a forecast that begins at once; %1 is a span of time such as 25 min
        : truck.expected.low === 0 ? qsTr("In %1 at the latest").arg(Say.minutes(truck.expected.high))
        //: The range of a forecast; %1 and %2 are spans of time such as 25 min
        : qsTr("Between %1 and %2").arg(Say.minutes(truck.expected.low)).arg(Say.minutes(truck.expected.high))
    readonly property string line: age === "" ? time : time + " · " + age
    readonly property string lines: age === "" ? time : time + "\n" + age
}
