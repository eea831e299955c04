pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// One truck: its plate and place, what to do now, and its way so far.
Page {
    id: page

    required property VehicleView view
    readonly property var truck: view.vehicle

    room: "queue"
    icon: "truck"
    chip: false
    //: Title of the page of one truck
    title: qsTr("Your truck")

    Pane {
        id: pane

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 6 : 4)

        Empty {
            visible: !page.truck.known
            topPadding: Theme.mm(30)
            width: parent.width
            //: The page of a truck that the port no longer lists
            sentence: qsTr("The port no longer lists this truck.")
            //: Button
            way: qsTr("Find another truck")
            wayIcon: "magnify"
            onTaken: page.view.find()
        }
        Grid {
            id: halves

            visible: page.truck.known
            width: parent.width
            columns: Theme.portrait ? 1 : 2
            columnSpacing: Theme.mm(10)
            rowSpacing: Theme.gap
            readonly property real column: Theme.portrait ? width : (width - columnSpacing) / 2

            Column {
                width: halves.column
                spacing: Theme.gap

                PlaceCard {
                    width: parent.width
                    // lying, both columns end at one line
                    least: Theme.portrait ? 0 : way.height - (tell.visible ? tell.height + Theme.gap : 0)
                    view: page.view
                }
                WatchButton {
                    id: tell

                    width: parent.width
                    view: page.view.watch
                }
            }
            Column {
                id: way

                width: halves.column
                spacing: Theme.gap

                StagesCard {
                    width: parent.width
                    view: page.view
                }
                StoryCard {
                    width: parent.width
                    view: page.view
                }
                Row {
                    width: parent.width
                    spacing: Theme.gap

                    SecondButton {
                        width: (parent.width - parent.spacing) / 2
                        height: Theme.mm(32) * Math.max(1, Theme.textScale * 0.95)
                        icon: "magnify"
                        label: qsTr("Find another truck")
                        onTapped: page.view.find()
                    }
                    SecondButton {
                        width: (parent.width - parent.spacing) / 2
                        height: Theme.mm(32) * Math.max(1, Theme.textScale * 0.95)
                        icon: "view-grid"
                        //: Button: the list of all vehicles
                        label: qsTr("The whole queue")
                        onTapped: page.view.openQueue()
                    }
                }
            }
        }
    }
}
