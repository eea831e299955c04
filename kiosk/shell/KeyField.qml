import QtQuick

// What is typed, with a mark where the next letter goes. It is for reading, so it has no hem; a
// tap picks it among the fields of a page.
Item {
    id: field

    required property string label // what it asks for: "Your name"
    property string text
    property string hint // how it is written: "Bekzat Akhmetov"
    property bool rtl: false // of what is typed, see Keyboard.rtl
    property bool active: true
    property string room: "house"

    signal tapped

    implicitHeight: Math.max(Theme.mm(30), words.height + Theme.mm(10))
    implicitWidth: Theme.mm(200)
    activeFocusOnTab: true
    Accessible.role: Accessible.EditableText
    Accessible.name: label
    Accessible.description: text
    Accessible.focusable: true
    Accessible.onPressAction: field.tapped()
    Keys.onReturnPressed: field.tapped()

    Rectangle {
        anchors.fill: parent
        radius: Theme.buttonRadius
        color: Theme.linen
        border.width: field.active ? Theme.mm(1.4) : Math.max(1, Theme.mm(0.4))
        border.color: field.active ? Theme.accent(field.room) : Theme.hemTone
    }
    Label {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.padding + Theme.mm(4)
        anchors.rightMargin: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        visible: field.text === ""
        color: Theme.softInk
        text: field.hint
        Accessible.ignored: true
    }
    TextEdit {
        id: words

        // What is written from left to right stays so in a page that runs the other way: without
        // the mark the "+" of a telephone number would jump to its end.
        readonly property string mark: field.rtl ? "\u200F" : "\u200E"

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        text: mark + field.text
        readOnly: true
        activeFocusOnPress: false
        wrapMode: TextEdit.Wrap
        horizontalAlignment: TextEdit.AlignLeft
        font.family: Theme.family
        font.pixelSize: Theme.label
        color: Theme.ink
        Accessible.ignored: true

        // TextEdit's own cursor stays behind where the page changes sides.
        Rectangle {
            readonly property rect end: {
                const moves = [words.width, words.contentWidth, words.contentHeight, words.effectiveHorizontalAlignment];
                return moves ? words.positionToRectangle(words.length) : Qt.rect(0, 0, 0, 0);
            }

            x: end.x
            y: end.y
            width: Theme.mm(1)
            height: end.height
            visible: field.active
            color: Theme.deep(field.room)
        }
    }
    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: field.tapped()
    }
}
