pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The vehicles of one lane, or those held, a row each; next to be called first.
Item {
    id: lanes

    required property QueueView view
    readonly property alias list: list

    Row {
        id: chips

        width: parent.width
        spacing: Theme.mm(4)

        Repeater {
            model: [
                //: Button above a list: vehicles called now; %n is how many
                ["called", qsTr("Called %n", "", lanes.view.calledNow)],
                //: Button above a list: the lane of most vehicles; %n is how many wait there
                ["general", qsTr("General %n", "", lanes.view.waitingGeneral)],
                //: Button above a list: the lane of perishables and convoys; %n is how many wait there
                ["priority", qsTr("Priority %n", "", lanes.view.waitingPriority)],
                //: Button above a list: vehicles stopped for papers or inspection; %n is how many
                ["held", qsTr("Held %n", "", lanes.view.held)]
            ]

            SecondButton {
                required property var modelData

                width: (chips.width - 3 * chips.spacing) / 4
                height: Theme.mm(26 * Math.max(1, Theme.textScale * 0.9))
                room: "queue"
                label: modelData[1]
                chosen: lanes.view.list === modelData[0]
                onTapped: lanes.view.choose(modelData[0])
            }
        }
    }
    ListView {
        cacheBuffer: 0 // delegates made ahead, later, would outlive a page that is left
        id: list

        anchors.top: chips.bottom
        anchors.topMargin: Theme.mm(5)
        anchors.bottom: paging.top
        anchors.bottomMargin: paging.visible ? Theme.mm(4) : 0
        width: parent.width
        spacing: Theme.mm(3)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: lanes.view.listed
        delegate: VehicleRow {
            width: list.width
            view: lanes.view
        }

        Empty {
            anchors.centerIn: parent
            width: parent.width
            visible: list.count === 0
            //: The list of a lane is empty
            sentence: qsTr("Nobody is waiting here.")
        }
    }
    PagingButtons {
        id: paging

        view: list
        lying: true
        of: qsTr("Queue to the border")
        visible: list.contentHeight > lanes.height - list.y
        width: parent.width
        height: visible ? Theme.mm(22) : 0
        anchors.bottom: parent.bottom
    }
}
