import QtQuick

// A name that may shrink from `role` to `least` before it wraps. A word is never broken in two:
// a long one shrinks further, down to the smallest type.
Label {
    id: label

    property int least: Theme.tileName
    readonly property int wanted: role
    // How wide it would be unshrunk on one line: bind `width` to this, never to implicitWidth.
    readonly property real naturalWidth: Math.ceil(widest("\n")) + 1
    // Chinese may break after every character.
    readonly property real widestWord: /[\u2e80-\u9fff]/.test(text) ? 0 : Math.ceil(widest(/[\s\-–—\/]+/)) + 1

    function widest(between: var): real {
        // `font` is read so that a change of it is followed
        void metrics.font;
        // joined letters reach beyond their advance
        return Math.max(...text.split(between).map(part => Math.max(metrics.advanceWidth(part), metrics.boundingRect(part).width)));
    }
    function shrunk(wide: real): int {
        return wide <= width || width <= 0 ? wanted : Math.floor(wanted * width / wide);
    }

    font.pixelSize: Math.min(Math.max(least, shrunk(naturalWidth)), Math.max(Theme.mm(8), shrunk(widestWord)))

    FontMetrics {
        id: metrics

        font.family: label.face
        font.weight: label.bold ? Font.Bold : Font.Normal
        font.pixelSize: label.wanted
    }
}
