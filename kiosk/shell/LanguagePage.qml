pragma ComponentBehavior: Bound

import QtQuick

// Six rows, each in its own script and from its own side: a slab with a letter, teeth, the
// language's name and a welcome.
Page {
    id: page

    required property HouseView view

    //: Title of the page with the six languages
    title: qsTr("Please choose your language")
    subtitle: view.otherWays
    bowl: true

    Pane {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(6)

        Grid {
            id: grid

            width: parent.width
            columns: Theme.portrait ? 1 : 2
            spacing: Theme.gap
            readonly property real cellHeight: (page.height - Theme.mm(8) - (6 / columns - 1) * spacing) / (6 / columns)

            Repeater {
                model: page.view.greetings

                Pressable {
                    id: row

                    required property string code
                    required name
                    required property string letter
                    required property string invite
                    required property string family
                    required property bool rtl

                    LayoutMirroring.enabled: rtl
                    LayoutMirroring.childrenInherit: true
                    width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                    height: Math.max(texts.height + Theme.mm(10), Math.min(grid.cellHeight, Theme.mm(76)))
                    describe: invite
                    onTapped: page.view.choose(code)

                    Rectangle {
                        id: slab

                        anchors.left: parent.left
                        width: Theme.mm(49)
                        height: parent.height
                        radius: Theme.radius
                        color: Theme.contrast ? "#000000" : "#0B3B40"

                        Rectangle {
                            x: row.rtl ? 0 : parent.width - width
                            width: Theme.radius
                            height: parent.height
                            color: parent.color
                        }
                        Label {
                            anchors.centerIn: parent
                            role: Theme.display
                            bold: true
                            face: row.family
                            color: Theme.gold
                            text: row.letter
                            Accessible.ignored: true
                        }
                    }
                    Image {
                        id: teeth

                        anchors.left: slab.right
                        width: 24 * Theme.ornament
                        height: parent.height
                        source: Assets.ornament("row-fringe")
                        sourceSize.width: 24 * Theme.ornament
                        fillMode: Image.TileVertically
                        verticalAlignment: Image.AlignTop
                        mirror: row.rtl
                    }
                    Column {
                        id: texts

                        anchors.left: teeth.right
                        anchors.leftMargin: Theme.mm(9)
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.mm(6)
                        anchors.verticalCenter: parent.verticalCenter

                        FitLabel {
                            width: parent.width
                            role: Theme.display
                            least: Theme.label
                            bold: true
                            face: row.family
                            text: row.name
                            Accessible.ignored: true
                        }
                        Label {
                            width: parent.width
                            role: Theme.mm(12 * Theme.textScale)
                            face: row.family
                            color: Theme.softInk
                            text: row.invite
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }
    }
}
