import QtQuick

// Up and down by a screenful, for what is longer than the screen.
Item {
    id: buttons

    required property Flickable view
    readonly property real far: Math.max(0, view.contentHeight - view.height + view.originY)

    width: Theme.mm(22)

    function turn(by: int): void {
        const step = view.height * 0.85;
        view.contentY = Math.max(view.originY, Math.min(far, view.contentY + by * step));
    }

    SecondButton {
        anchors.bottom: parent.verticalCenter
        anchors.bottomMargin: Theme.mm(3)
        width: parent.width
        height: Math.min(Theme.mm(44), parent.height / 2 - Theme.mm(3))
        icon: "chevron-up"
        enabled: buttons.view.contentY > buttons.view.originY + 1
        //: Button: shows what stands further up in the list
        name: qsTr("Further up")
        onTapped: buttons.turn(-1)
    }
    SecondButton {
        anchors.top: parent.verticalCenter
        anchors.topMargin: Theme.mm(3)
        width: parent.width
        height: Math.min(Theme.mm(44), parent.height / 2 - Theme.mm(3))
        icon: "chevron-down"
        enabled: buttons.view.contentY < buttons.far - 1
        //: Button: shows what stands further down in the list
        name: qsTr("Further down")
        onTapped: buttons.turn(1)
    }
}
