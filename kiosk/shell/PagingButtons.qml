import QtQuick

// Up and down by a screenful, for what is longer than the screen: one above the other beside it,
// or, `lying`, side by side beneath it.
Item {
    id: buttons

    required property Flickable view
    property bool lying: false
    property string of // what it pages, where a page has several lists
    readonly property real far: Math.max(0, view.contentHeight - view.height) + view.originY
    // Beside a narrower list some names shrink to one line, and then it may fit without buttons,
    // and with them not, for ever: after some turns they stay.
    readonly property bool over: view.contentHeight > view.height + 1
    readonly property bool needed: over || turns > 40
    readonly property real measure: view.height + 10000 * Theme.textScale
    property int turns: 0

    onOverChanged: turns += 1
    onMeasureChanged: turns = 0

    width: Theme.mm(22)
    height: Theme.mm(24)

    function named(way: string): string {
        return of === "" ? way : of + ": " + way;
    }
    function turn(by: int): void {
        const step = view.height * 0.85;
        view.contentY = Math.max(view.originY, Math.min(far, view.contentY + by * step));
    }

    SecondButton {
        id: up

        anchors.left: parent.left
        anchors.bottom: buttons.lying ? parent.bottom : parent.verticalCenter
        anchors.bottomMargin: buttons.lying ? 0 : Theme.mm(3)
        width: buttons.lying ? (parent.width - Theme.gap) / 2 : parent.width
        height: buttons.lying ? parent.height : Math.min(Theme.mm(44), parent.height / 2 - Theme.mm(3))
        icon: "chevron-up"
        enabled: buttons.view.contentY > buttons.view.originY + 1
        //: Button: shows what stands further up in the list
        name: buttons.named(qsTr("Further up"))
        onTapped: buttons.turn(-1)
    }
    SecondButton {
        anchors.right: parent.right
        anchors.top: buttons.lying ? parent.top : parent.verticalCenter
        anchors.topMargin: buttons.lying ? 0 : Theme.mm(3)
        width: up.width
        height: up.height
        icon: "chevron-down"
        enabled: buttons.view.contentY < buttons.far - 1
        //: Button: shows what stands further down in the list
        name: buttons.named(qsTr("Further down"))
        onTapped: buttons.turn(1)
    }
}
