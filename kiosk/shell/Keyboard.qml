pragma ComponentBehavior: Bound

import QtQuick

// The on-screen keyboard. The text belongs to who asks for it: `typed` says what it should become.
// Keys run from left to right in every page, as on the keyboards that drivers know (they are placed
// by x, which mirroring leaves alone); erase and done stand at the trailing end of the page.
Item {
    id: keyboard

    readonly property KeyboardView view: Typing.view
    property string layout // "plate-cn", "latin" … as in kiosk/shell/keyboards
    property string text
    property string room: "house"
    //: The key that ends typing
    property string doneLabel: qsTr("Done")
    property string doneIcon: "check-bold"
    readonly property bool complete: view.complete
    readonly property bool rtl: view.rtl
    readonly property string page: view.page
    // Asked once: every key looks its own up here, not in Python.
    readonly property var usable: view.usable

    readonly property int gap: Theme.mm(2)
    readonly property int between: Theme.mm(6)
    readonly property int least: Theme.mm(20)
    readonly property int side: Math.max(Theme.mm(44), Math.min(Theme.mm(62), width - between - across(least)))
    readonly property real keyWidth: Math.max(least, Math.min(Theme.mm(keyboard.view.widest), (width - between - side + gap) / keyboard.view.columns - gap))
    readonly property int keyHeight: Math.max(least, Math.min(Theme.mm(24), (height + gap) / keyboard.view.rows - gap))

    signal typed(string text)
    signal done

    function across(key: real): real {
        return keyboard.view.columns * (key + gap) - gap;
    }

    implicitWidth: across(Theme.mm(22)) + between + Theme.mm(62)
    implicitHeight: keyboard.view.rows * (Theme.mm(24) + gap) - gap
    Accessible.role: Accessible.Pane
    //: Accessible name of the on-screen keyboard
    Accessible.name: qsTr("Keyboard")

    Binding {
        target: keyboard.view
        property: "typed"
        value: keyboard.text
        restoreMode: Binding.RestoreNone
    }
    Binding {
        target: keyboard.view
        property: "layout"
        value: keyboard.layout
        restoreMode: Binding.RestoreNone
    }
    Connections {
        target: keyboard.view

        function onWrote(text: string): void {
            keyboard.typed(text);
        }
    }
    // Nothing typed outlives its page, and the next page lays its keys once. While pages slide two
    // keyboards are there, and the later one has the keys.
    Component.onCompleted: Typing.owner = keyboard
    Component.onDestruction: {
        if (Typing.owner === keyboard) {
            view.typed = "";
            view.layout = "";
        }
    }
    Item {
        id: board

        anchors.horizontalCenter: parent.horizontalCenter
        width: grid.width + keyboard.between + keyboard.side
        height: keyboard.view.rows * (keyboard.keyHeight + keyboard.gap) - keyboard.gap

        Item {
            id: grid

            readonly property real pitch: (width + keyboard.gap) / keyboard.view.pageColumns

            anchors.left: parent.left
            width: Math.round(keyboard.across(keyboard.keyWidth))
            height: parent.height

            Repeater {
                model: keyboard.view.keys

                Key {
                    required property int index
                    required property var modelData

                    x: Math.round(modelData.at * grid.pitch)
                    y: modelData.row * (keyboard.keyHeight + keyboard.gap)
                    width: Math.round((modelData.at + modelData.span) * grid.pitch) - keyboard.gap - x
                    height: keyboard.keyHeight
                    room: keyboard.room
                    kind: modelData.kind
                    label: modelData.label
                    capital: keyboard.view.capital
                    enabled: keyboard.usable[index] ?? false
                    onTapped: keyboard.view.press(kind, modelData.text)
                }
            }
        }
        Column {
            anchors.right: parent.right
            width: keyboard.side
            spacing: keyboard.gap

            Pressable {
                width: parent.width
                height: Math.floor(keyboard.view.rows / 2) * (keyboard.keyHeight + keyboard.gap) - keyboard.gap
                radius: Theme.buttonRadius
                enabled: keyboard.text !== ""
                //: Accessible name of a key of the keyboard: takes away the last letter
                name: qsTr("Erase")
                onTapped: keyboard.view.press("erase", "")

                Icon {
                    anchors.centerIn: parent
                    name: "backspace-outline"
                    size: Theme.mm(18)
                    color: parent.parent.enabled ? Theme.surfaceInk : Theme.disabledInk
                    // It points to the letter that it takes away: the way of the text, not of the page.
                    LayoutMirroring.enabled: keyboard.view.rtl
                    points: true
                }
            }
            Pressable {
                id: end

                readonly property color ink: enabled ? Theme.onAccent(keyboard.room) : Theme.disabledInk

                width: parent.width
                height: board.height - y
                radius: Theme.buttonRadius
                face: Theme.accent(keyboard.room)
                hemColor: Theme.accentHem(keyboard.room)
                enabled: keyboard.view.complete
                name: keyboard.doneLabel
                onTapped: keyboard.done()

                Column {
                    anchors.centerIn: parent
                    width: parent.width - Theme.mm(6)

                    Icon {
                        id: mark

                        anchors.horizontalCenter: parent.horizontalCenter
                        name: keyboard.doneIcon
                        size: Theme.mm(14)
                        color: end.ink
                    }
                    // The key can't grow as a button does, so a long word is made to fit.
                    Label {
                        width: parent.width
                        height: Math.min(implicitHeight, end.height - mark.height - Theme.mm(4))
                        horizontalAlignment: Text.AlignHCenter
                        fontSizeMode: Text.Fit
                        minimumPixelSize: Theme.mm(7)
                        wrapMode: Text.WordWrap
                        bold: true
                        color: end.ink
                        text: keyboard.doneLabel
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
