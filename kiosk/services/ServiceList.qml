pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The services of the chosen kind; paged by buttons where they don't fit.
Item {
    id: panel

    required property ServicesView view
    property bool lighting: false // a tap lights the place on the plan beside the list
    readonly property alias list: list
    readonly property bool long: buttons.needed

    signal picked(key: string)

    ListView {
        id: list

        anchors.left: parent.left
        width: parent.width - (panel.long ? buttons.width + Theme.mm(4) : 0)
        height: parent.height
        model: panel.view.rows
        spacing: Theme.mm(2.4)
        clip: panel.long
        interactive: panel.long
        boundsBehavior: Flickable.StopAtBounds
        // Rows beyond the edge would be made bit by bit, and cut off with a warning when the page goes.
        cacheBuffer: 0
        Accessible.role: Accessible.List
        //: Name of the list, for who hears the screen
        Accessible.name: qsTr("Services")

        delegate: ServiceRow {
            id: row

            property real kept: 0 // its height while the list is held

            width: ListView.view.width
            height: kept > 0 ? kept : implicitHeight
            chosen: panel.lighting && key === panel.view.selected
            onTapped: panel.picked(key)

            // What is written anew in a row moves no other; what has no room shrinks.
            Connections {
                target: panel.view

                function onHolding(): void {
                    row.kept = row.height;
                }
            }
            Connections {
                target: Theme

                function onTextScaleChanged(): void {
                    row.kept = 0;
                }
            }
        }
    }
    PagingButtons {
        id: buttons

        view: list
        of: qsTr("Services")
        visible: panel.long
        anchors.right: parent.right
        height: parent.height
    }
}
