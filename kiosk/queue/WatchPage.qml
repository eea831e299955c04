pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// Tell me of my truck: when, and what he takes along.
Page {
    id: page

    required property WatchView view
    readonly property bool over: view.wishes.length === 0

    room: "queue"
    icon: "bell"
    //: Title of the page on which a driver asks to be told when his truck's turn is near
    title: qsTr("Tell me")
    scroller: pane.list

    Pane {
        id: pane

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 6 : 4)

        Empty {
            visible: page.over
            topPadding: Theme.mm(30)
            width: parent.width
            //: On the page "Tell me", of a truck that has been called or has left
            sentence: qsTr("There is nothing to wait for: this truck has been called or has left.")
        }
        Grid {
            id: halves

            visible: !page.over
            width: parent.width
            columns: Theme.portrait ? 1 : 2
            columnSpacing: Theme.mm(10)
            rowSpacing: Theme.mm(10)
            readonly property real column: Theme.portrait ? width : (width - columnSpacing) / 2

            Column {
                width: halves.column
                spacing: Theme.gap

                Plate {
                    anchors.left: parent.left // a Column alone does not mirror
                    visible: Theme.portrait
                    height: Theme.mm(34)
                    drawn: page.view.drawn
                }
                Label {
                    width: parent.width
                    role: Theme.label
                    bold: true
                    //: Above the choice: when so many are ahead, when called
                    text: qsTr("When shall we tell you?")
                }
                Repeater {
                    model: page.view.wishes

                    WatchRow {
                        required property var modelData

                        width: halves.column
                        wish: modelData.text
                        standing: modelData.state
                        enabled: modelData.open
                        onTapped: page.view.take(modelData.ahead)
                    }
                }
            }
            Column {
                width: halves.column
                spacing: Theme.gap

                Plate {
                    anchors.left: parent.left
                    visible: !Theme.portrait
                    height: Theme.mm(Theme.compact ? 22 : 34)
                    drawn: page.view.drawn
                }
                Label {
                    width: parent.width
                    visible: page.view.failed
                    bold: true
                    color: Theme.deep("help")
                    //: The store can't be written, so that a driver could not be told
                    text: qsTr("We can't keep this just now. Please ask at the desk.")
                }
                WatchSlip {
                    width: parent.width
                    view: page.view
                }
                Label {
                    width: parent.width
                    //: On the page "Tell me": what will happen
                    text: qsTr("Your plate will stand at the top of this screen; if you do not come, again after three and after eight minutes.")
                }
            }
        }
    }
}
