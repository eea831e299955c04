pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import kiosk.shell

// The wall. A "millimetre" is a 224th of the screen's height here, whatever its real size: people
// stand further from a larger screen. So the smallest type, 8 mm, is a 28th of the height, and
// the called plate, 28 mm, an eighth: read at eight metres.
Window {
    id: window

    required property WallView view
    required property CallsView calls
    required property StripView strip
    readonly property bool old: view.band === "grey" || view.band === "never"
    readonly property int margin: Theme.mm(12)
    readonly property int aside: Theme.mm(149) // the narrower boards, at the right
    readonly property int broad: width - 2 * margin - aside - Theme.mm(5)
    readonly property int boards: Theme.mm(41)
    readonly property int lower: Theme.mm(150)

    color: Theme.night
    //: Title of the window
    title: qsTr("Driver Home")

    Binding {
        target: Theme
        property: "pixelsPerMm"
        value: Math.max(1, window.height) / 224
    }
    Binding {
        target: Theme
        property: "portrait"
        value: false
    }
    Binding {
        target: Theme
        property: "family"
        value: Say.language.family
    }

    Image {
        id: lintel

        readonly property int times: Math.max(1, Math.round(window.height / 1080)) // whole tiles

        width: Math.ceil(window.width / (40 * times)) * 40
        height: 58
        scale: times
        transformOrigin: Item.TopLeft
        smooth: false
        source: Assets.root + "ornament/band-dark@1x.png"
        fillMode: Image.TileHorizontally
        horizontalAlignment: Image.AlignLeft
    }
    Item {
        anchors.fill: parent
        visible: window.calls.shown === 0

        WallHead {
            x: window.margin
            y: Theme.mm(13)
            width: parent.width - 2 * window.margin
            height: Theme.mm(26)
            view: window.view
            old: window.old
        }
        CalledPanel {
            x: window.margin
            y: window.boards
            width: window.broad
            height: Theme.mm(106)
            view: window.view
            old: window.old
        }
        NextPanel {
            x: window.width - window.margin - width
            y: window.boards
            width: window.aside
            height: Theme.mm(106)
            view: window.view
            old: window.old
        }
        Day {
            x: window.margin
            y: window.lower
            width: window.broad
            height: Theme.mm(46)
            view: window.view
            old: window.old
        }
        Waiting {
            x: window.width - window.margin - width
            y: window.lower
            width: window.aside
            height: Theme.mm(46)
            view: window.view
            old: window.old
        }
    }
    Loader {
        active: window.calls.shown > 0
        y: lintel.height * lintel.times
        width: parent.width
        height: (beneath.visible ? beneath.y : parent.height) - y
        sourceComponent: CallPage {
            view: window.calls
        }
    }
    Strip {
        id: beneath

        visible: window.calls.shown === 0 || window.strip.telling
        y: Theme.mm(199)
        width: parent.width
        height: parent.height - y
        view: window.strip
        asOf: window.view.asOf
    }
}
