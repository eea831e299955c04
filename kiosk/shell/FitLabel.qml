import QtQuick

// A name that may shrink from `role` to `least` before it wraps.
Label {
    id: label

    property int least: Theme.tileName
    readonly property int wanted: role
    // How wide it would be unshrunk on one line: bind `width` to this, never to implicitWidth.
    readonly property real naturalWidth: Math.ceil(natural.advanceWidth) + 1

    font.pixelSize: natural.advanceWidth <= width || width <= 0 ? wanted : Math.max(least, Math.floor(wanted * width / natural.advanceWidth))

    TextMetrics {
        id: natural

        font.family: label.face
        font.weight: label.bold ? Font.Bold : Font.Normal
        font.pixelSize: label.wanted
        text: label.text
    }
}
