import QtQuick

// A picture that a room has drawn as SVG text, over its whole area; nothing for an empty text.
// Never mirrored. `crisp` draws without smoothing: for QR codes.
Image {
    property string svg
    property bool crisp: false

    source: svg === "" || width <= 0 || height <= 0 ? "" : "image://svg/" + (crisp ? "crisp/" : "") + encodeURIComponent(svg)
    sourceSize: Qt.size(width, height)
    cache: false
    smooth: false
    mirror: false
}
