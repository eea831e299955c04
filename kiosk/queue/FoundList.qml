pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The trucks whose plates fit what was typed, or a kind word when none does.
Item {
    id: found

    required property QueueView view
    readonly property alias list: list

    ListView {
        cacheBuffer: 0 // delegates made ahead, later, would outlive a page that is left
        id: list

        width: parent.width
        height: paging.visible ? parent.height - paging.height - Theme.mm(4) : parent.height
        spacing: Theme.mm(3)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: found.view.found
        delegate: FoundRow {
            width: list.width
            view: found.view
        }
    }
    PagingButtons {
        id: paging

        view: list
        lying: true
        visible: list.contentHeight > found.height
        width: parent.width
        height: Theme.mm(22)
        anchors.bottom: parent.bottom
    }
    Label {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: list.count === 0
        horizontalAlignment: Text.AlignHCenter
        color: Theme.softInk
        text: found.view.typed === ""
            //: Beneath the empty field where a plate is typed
            ? qsTr("Letters of any script will do; spaces are not needed.")
            //: No plate in today's list fits what was typed
            : qsTr("No such plate today. Compare it with your truck, or ask at the desk.")
    }
}
