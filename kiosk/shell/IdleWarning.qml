import QtQuick

// Nobody has touched the screen for a while: one tap anywhere goes on, else all is wiped.
Rectangle {
    id: warning

    required property SessionView session

    color: Qt.rgba(0.02, 0.16, 0.18, 0.86)
    Accessible.role: Accessible.Dialog
    Accessible.name: question.text

    TapHandler {
        gesturePolicy: TapHandler.WithinBounds
        onTapped: warning.session.touched()
    }
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.mm(360))
        height: column.height + 2 * Theme.mm(16)
        radius: Theme.radius
        color: Theme.linen

        Column {
            id: column

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            anchors.margins: Theme.mm(16)
            spacing: Theme.mm(8)

            Label {
                id: question

                width: parent.width
                role: Theme.title
                bold: true
                horizontalAlignment: Text.AlignHCenter
                //: Asked when nobody touched the screen for a minute
                text: qsTr("Are you still here?")
            }
            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                color: Theme.softInk
                //: Beneath "Are you still here?"; a countdown stands below
                text: qsTr("Otherwise we clear the screen for the next driver.")
            }
            Label {
                width: parent.width
                role: Theme.numeral
                bold: true
                horizontalAlignment: Text.AlignHCenter
                text: warning.session.left
                Accessible.name: text
            }
            MainButton {
                width: parent.width
                room: "queue"
                icon: "hand-wave"
                //: Button: goes on with the session
                label: qsTr("I'm still here")
                onTapped: warning.session.touched()
            }
            SecondButton {
                width: parent.width
                quiet: true
                icon: "check-bold"
                //: Button: ends the session and wipes what was typed
                label: qsTr("I'm done")
                onTapped: warning.session.done()
            }
        }
    }
}
