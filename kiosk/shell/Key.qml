import QtQuick

// One key of the keyboard: linen with a hem; what turns the page or shifts is sand.
Pressable {
    id: key

    required property string kind // letter, space, shift, page
    required property string label
    required property bool capital
    property string room: "house"
    readonly property bool lit: kind === "shift" && capital
    readonly property color ink: !enabled ? Theme.disabledInk : lit ? Theme.onAccent(room) : Theme.surfaceInk

    //: Accessible name of a key of the keyboard
    name: kind === "space" ? qsTr("Space")
        //: Accessible name of a key of the keyboard: the next letter will be a capital
        : kind === "shift" ? qsTr("Capital letter") : letter.text
    radius: Theme.buttonRadius
    face: lit ? Theme.accent(room) : kind === "shift" || kind === "page" ? Theme.sand : Theme.linen
    hemColor: lit ? Theme.accentHem(room) : Theme.hemTone
    Accessible.checkable: kind === "shift"
    Accessible.checked: lit

    Label {
        id: letter

        anchors.centerIn: parent
        // Keys don't grow with the driver's text size: their letters are large already.
        role: Theme.mm(key.kind === "page" ? 10 : 14)
        bold: key.kind === "page"
        color: key.ink
        text: key.capital ? key.label.toUpperCase() : key.label
        Accessible.ignored: true
    }
    Icon {
        anchors.centerIn: parent
        visible: name !== ""
        name: key.kind === "shift" ? "apple-keyboard-shift" : key.kind === "space" ? "keyboard-space" : ""
        size: Theme.mm(13)
        color: key.ink
    }
}
