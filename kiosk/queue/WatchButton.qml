import QtQuick
import kiosk.shell

// On a truck's page: to be told of it; or, once he was told, that he is coming.
MainButton {
    id: button

    required property WatchView view
    readonly property var card: view.card

    visible: card.can || card.waited
    room: "queue"
    icon: card.waited ? "hand-wave" : "bell"
    label: card.waited
        //: Button: the driver was told that his truck is called, and answers
        ? qsTr("I'm coming")
        //: Button: the driver wants to be told when his truck's turn is near
        : qsTr("Tell me")
    line: card.waited
        //: Beneath the button "I'm coming"
        ? qsTr("Then we stop calling you.")
        //: Beneath the button "Tell me", once the driver has chosen when
        : card.wishes ? qsTr("You will be told.")
        //: Beneath the button "Tell me"
        : qsTr("when your turn is near, or when you are called")
    onTapped: card.waited ? view.come() : view.open()
}
