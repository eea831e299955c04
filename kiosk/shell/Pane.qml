import QtQuick

// A column that may be longer than the screen. It can be dragged, and everything a drag does a
// tap on the two buttons does too; they stand at the trailing edge only when there is more.
Item {
    id: pane

    default property alias content: column.data
    property alias spacing: column.spacing
    readonly property alias list: flick
    property alias of: buttons.of
    readonly property bool more: buttons.needed
    readonly property real innerWidth: width - (more ? buttons.width + Theme.mm(4) : 0)

    Flickable {
        id: flick

        width: pane.innerWidth
        height: parent.height
        anchors.left: parent.left
        contentWidth: width
        contentHeight: column.height + Theme.mm(2)
        boundsBehavior: Flickable.StopAtBounds
        clip: pane.more
        interactive: pane.more

        Column {
            id: column

            width: flick.width
            spacing: Theme.gap
        }
    }
    PagingButtons {
        id: buttons

        view: flick
        visible: pane.more
        anchors.right: parent.right
        height: parent.height
    }
}
