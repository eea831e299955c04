pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The dishes of a meal under the names of their courses; paged by buttons where they don't fit.
Item {
    id: panel

    required property MealsView view
    readonly property bool long: buttons.needed
    readonly property alias list: list

    ListView {
        id: list

        anchors.left: parent.left
        width: parent.width - (panel.long ? buttons.width + Theme.mm(4) : 0)
        height: parent.height
        model: panel.view.rows
        clip: panel.long
        interactive: panel.long
        boundsBehavior: Flickable.StopAtBounds
        // Rows beyond the edge would be made bit by bit, and cut off with a warning when the page goes.
        cacheBuffer: 0
        Accessible.role: Accessible.List
        //: Name of the list, for who hears the screen
        Accessible.name: qsTr("Dishes")

        section.property: "course"
        section.delegate: Item {
            id: heading

            required property string section

            width: ListView.view.width
            height: words.height + Theme.mm(8)

            Label {
                id: words

                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.mm(2)
                width: parent.width
                bold: true
                color: Theme.deep("meals")
                text: heading.section
                Accessible.ignored: true // a list makes it after its first dish, which says it
            }
        }
        delegate: DishRow {
            id: row

            property real kept: 0 // its height while the list is held

            width: ListView.view.width
            height: kept > 0 ? kept : implicitHeight

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
        of: qsTr("Dishes")
        visible: panel.long
        anchors.right: parent.right
        height: parent.height
    }
}
