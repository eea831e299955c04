import QtQuick
import kiosk.shell

// On a service's page, for a driver who has looked his truck up: whether there is time for it.
Rectangle {
    id: strip

    required property var call // ServicesView.beforeCall

    implicitHeight: words.height + Theme.mm(8)
    radius: Theme.buttonRadius
    color: Theme.felt("queue")
    border.width: Theme.contrast ? Theme.mm(0.6) : 0

    Icon {
        id: truck

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        name: "truck"
        points: true
        size: Theme.mm(14)
        color: Theme.deep("queue")
    }
    Label {
        id: words

        readonly property string time: Say.minutes(strip.call.call)

        anchors.left: truck.right
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        bold: true
        color: Theme.surfaceInk
        text: strip.call.fit === "yes"
            //: On a service's page: it is over well before the driver's truck is called; %1 is a span of time such as 40 min
            ? qsTr("Fits before your call. That is in about %1.").arg(time)
            //: On a service's page: it may not be over before the driver's truck is called; %1 is a span of time such as 40 min
            : strip.call.fit === "tight" ? qsTr("Tight: about %1 until your call.").arg(time)
            //: On a service's page: nobody can say when the driver's truck is called
            : strip.call.fit === "unknown" ? qsTr("When you are called is not known yet. Ask at the desk.")
            //: On a service's page: the driver's truck will likely be called before it is over; %1 is a span of time such as 20 min
            : strip.call.call > 0 ? qsTr("Your call may come first, in about %1.").arg(time)
            //: On a service's page: the driver's truck is called, or may be at any moment
            : qsTr("Your truck comes first now.")
    }
}
