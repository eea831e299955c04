import QtQuick

// One glyph of the icon font, by its name. `points` turns it round where the page runs from
// right to left (arrows, trucks); other icons stand as they are.
Text {
    id: icon

    property string name
    property int size: Theme.mm(16)
    property bool points: false
    readonly property bool turned: points && LayoutMirroring.enabled

    text: name === "" ? "" : Icons.glyph(name)
    font.family: "Home Icons"
    font.pixelSize: size
    color: Theme.ink
    width: size
    height: size
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    renderType: Text.QtRendering
    Accessible.ignored: true
    transform: Scale {
        origin.x: icon.width / 2
        xScale: icon.turned ? -1 : 1
    }
}
