import QtQuick

// The lintel: ram's horns above, ikat teeth below, repeated whole.
Item {
    id: band

    property bool dark: false

    height: Theme.band
    clip: true

    Image {
        width: Math.ceil(parent.width / (40 * Theme.ornament)) * 40 * Theme.ornament
        height: parent.height
        source: Assets.ornament(band.dark ? "band-dark" : "band")
        sourceSize.height: Theme.band
        fillMode: Image.TileHorizontally
        horizontalAlignment: Image.AlignLeft
        mirror: false
        smooth: Theme.ornament < 1
    }
}
