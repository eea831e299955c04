import QtQuick
import kiosk.shell

// How a service stands: the word bold and in its colour, then until or from when.
Flow {
    id: standing

    property string tone
    property string said
    property string more
    property int role: Theme.small
    readonly property string words: (said + " " + more).trim()

    spacing: Math.round(role * 0.3)
    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Label {
        width: Math.min(implicitWidth, standing.width)
        role: standing.role
        bold: true
        color: standing.tone === "open" ? Theme.free : Theme.soon
        text: standing.said
        Accessible.ignored: true
    }
    Label {
        width: Math.min(implicitWidth, standing.width)
        visible: text !== ""
        role: standing.role
        color: Theme.softInk
        text: standing.more
        Accessible.ignored: true
    }
}
