pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// All rooms as tiles: the queue first and largest, help last and alone.
Page {
    id: page

    required property HouseView view

    //: Title of the home page: a host greets a tired driver
    title: qsTr("Welcome in from the road")
    //: Beneath the greeting on the home page
    subtitle: qsTr("Hot water and hot food are ready. What would you like first?")
    bowl: true
    canGoBack: false
    chip: false
    scroller: pane.list

    component HomeTile: Tile {
        id: tile

        required room
        required icon
        required title
        required line
        required live
        required property string target
        required property string subject
        property real kept: 0 // its height while the tiles are held

        wholeFelt: room === "help"
        usable: enabled && !busy && target !== ""
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.preferredWidth: 1
        Layout.preferredHeight: kept > 0 ? kept : -1
        Layout.minimumHeight: kept > 0 ? kept : implicitHeight
        onTapped: page.view.open(target, subject)

        // What is written anew on a tile moves no other; what has no room shrinks.
        Connections {
            target: page.view

            function onHolding(): void {
                tile.kept = tile.height;
            }
        }
        Connections {
            target: Theme

            function onTextScaleChanged(): void {
                tile.kept = 0;
            }
        }
    }
    component Hero: Loader {
        Layout.fillWidth: true
        Layout.fillHeight: !Theme.portrait
        Component.onCompleted: setSource(page.view.heroSource, {
            view: page.view.heroView
        })
    }

    Pane {
        id: pane

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 6 : 3)

        GridLayout {
            id: grid

            width: parent.width
            height: Math.max(implicitHeight, pane.height - Theme.mm(2))
            columns: Theme.portrait ? 2 : 4
            columnSpacing: Theme.mm(Theme.portrait ? 7 : Theme.compact ? 4 : 5.5)
            rowSpacing: Theme.mm(Theme.portrait ? 7 : Theme.compact ? 4 : 5.5)

            Hero {
                Layout.columnSpan: Theme.portrait ? 2 : 1
                Layout.rowSpan: Theme.portrait ? 1 : 3
                Layout.preferredWidth: Theme.portrait ? 2 : 1.42
                Layout.fillHeight: !Theme.portrait
            }
            Repeater {
                model: page.view.tiles

                HomeTile {
                    Layout.columnSpan: Theme.portrait && wholeFelt ? 2 : 1
                }
            }
        }
    }
}
