pragma ComponentBehavior: Bound

import QtQuick

// Lintel, jambs and fringe around the door page, in whole tiles.
Item {
    id: frame

    readonly property real unit: Theme.ornament
    readonly property int edge: Math.round(6 * unit)
    readonly property int corner: 124 * unit
    readonly property int lintel: 4 * edge + 128 * unit + 46 * unit
    readonly property int jamb: 92 * unit + 2 * Math.round(4 * unit)

    component Stripe: Rectangle {
        width: frame.width
        height: frame.edge
    }

    Stripe {
        color: Theme.saffron
    }
    Stripe {
        y: frame.edge
        color: "#FCF7EA"
    }
    Image {
        x: frame.corner
        y: 2 * frame.edge
        width: frame.width - 2 * frame.corner
        height: 128 * frame.unit
        source: Assets.ornament("lintel-frieze")
        sourceSize.height: height
        fillMode: Image.TileHorizontally
        horizontalAlignment: Image.AlignHCenter
    }
    Repeater {
        model: 2

        Image {
            required property int index

            x: index === 0 ? 0 : frame.width - width
            y: 2 * frame.edge
            width: frame.corner
            height: 128 * frame.unit
            source: Assets.ornament("lintel-corner")
            sourceSize: Qt.size(width, height)
            mirror: index === 1
        }
    }
    Stripe {
        y: 2 * frame.edge + 128 * frame.unit
        color: "#FCF7EA"
    }
    Stripe {
        y: 3 * frame.edge + 128 * frame.unit
        color: Theme.saffron
    }
    Image {
        x: frame.jamb
        y: 4 * frame.edge + 128 * frame.unit
        width: frame.width - 2 * frame.jamb
        height: 46 * frame.unit
        source: Assets.ornament("door-fringe")
        sourceSize.height: height
        fillMode: Image.TileHorizontally
        horizontalAlignment: Image.AlignHCenter
    }
    Repeater {
        model: 2

        Item {
            id: jamb

            required property int index
            readonly property bool far: index === 1

            x: far ? frame.width - frame.jamb : 0
            y: 4 * frame.edge + 128 * frame.unit
            width: frame.jamb
            height: frame.height - y

            Image {
                x: jamb.far ? jamb.width - width : 0
                width: 92 * frame.unit
                height: parent.height
                source: Assets.ornament("jamb")
                sourceSize.width: width
                fillMode: Image.TileVertically
                verticalAlignment: Image.AlignTop
                mirror: jamb.far
            }
            Rectangle {
                x: jamb.far ? Math.round(4 * frame.unit) : 92 * frame.unit
                width: Math.round(4 * frame.unit)
                height: parent.height
                color: "#FCF7EA"
            }
            Rectangle {
                x: jamb.far ? 0 : 96 * frame.unit
                width: Math.round(4 * frame.unit)
                height: parent.height
                color: Theme.pomegranate
            }
        }
    }
}
