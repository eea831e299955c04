import QtQuick
import kiosk.shell

// Figures of the wall: the same letters in every language, never mirrored.
Label {
    face: "Home Sans"
    bold: true
    lineHeight: 1
    wrapMode: Text.NoWrap
    color: "#FCF7EA"
}
