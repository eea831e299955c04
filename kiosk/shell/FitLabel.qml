import QtQuick

// A name that may shrink from `role` to `least` before it wraps.
Label {
    id: label

    property int least: Theme.tileName
    readonly property int wanted: role

    font.pixelSize: natural.width <= width || width <= 0 ? wanted : Math.max(least, Math.floor(wanted * width / natural.width))

    TextMetrics {
        id: natural

        font.family: label.font.family
        font.weight: label.font.weight
        font.pixelSize: label.wanted
        text: label.text
    }
}
