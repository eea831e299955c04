import QtQuick

// Text of the house: wraps, never elides, follows the reading side of its page.
Text {
    property int role: Theme.body
    property bool bold: false
    property string face: Theme.family

    font.family: face
    font.pixelSize: role
    font.weight: bold ? Font.Bold : Font.Normal
    color: Theme.ink
    horizontalAlignment: Text.AlignLeft
    wrapMode: Text.Wrap
    // look.md: titles 1.15, text 1.35; the fonts bring 1.36 of their own
    lineHeight: role >= Theme.title ? 0.86 : 1
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text === ""
}
