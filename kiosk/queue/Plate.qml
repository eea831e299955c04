pragma ComponentBehavior: Bound

import QtQuick

// A plate as it hangs on the lorry, drawn to its real proportions: never mirrored, recoloured or
// wrapped. `drawn` is kiosk.queue.plate_drawing's map; the height rules the rest.
Item {
    id: plate

    required property var drawn
    property string spoken: groups.map(group => group.text).join("")
    readonly property var groups: drawn?.groups ?? []
    readonly property bool chinese: drawn?.country === "CN"
    readonly property color paper: ({ yellow: "#F6C11E", blue: "#1B4DB1", green: "#8FD3A0", black: "#15181A" })[drawn?.style] ?? "#FDFDFB"
    readonly property color figure: drawn?.style === "blue" || drawn?.style === "black" ? "#FFFFFF" : "#14181B"
    readonly property real em: height * (chinese ? 0.86 : 0.94)
    readonly property real cell: em * (chinese ? 0.55 : 0.585) * (drawn?.squeeze ?? 0.86)
    readonly property real edge: Math.max(1, height * 0.035)
    readonly property var inner: groups.filter(group => group.role !== "region" && group.role !== "raised")
    readonly property var box: groups.find(group => group.role === "region" || group.role === "raised") ?? null
    readonly property bool boxFirst: box !== null && groups[0].role === box.role
    readonly property real boxWidth: box ? cell * (box.role === "raised" ? 3 * 0.78 : box.text.length) + height * 0.16 : 0
    readonly property bool flagBeside: drawn?.flag !== "" && box?.role !== "raised" && !chinese
    readonly property real flagWidth: flagBeside ? height * 0.62 : 0

    implicitWidth: height * (drawn?.ratio ?? 4.64)
    width: implicitWidth
    Accessible.role: Accessible.StaticText
    Accessible.name: spoken

    component Figures: Row {
        id: figures

        required property string text
        required property string role
        readonly property real size: role === "small" ? plate.em * 0.82 : role === "raised" ? plate.em * 0.72 : role === "province" || role === "suffix" ? plate.em * 0.78 : plate.em
        readonly property real step: role === "dot" ? plate.cell * 0.5 : role === "province" || role === "suffix" ? plate.cell * 1.16 : plate.cell * Math.min(1, size / plate.em + 0.08) * plate.fit

        Repeater {
            model: figures.text.length

            Item {
                id: slot

                required property int index

                width: figures.step
                height: plate.height

                Text {
                    id: figure

                    anchors.horizontalCenter: parent.horizontalCenter
                    y: figures.role === "raised" ? plate.height * 0.05 - figures.size * 0.16 : (plate.height - height) / 2 + (figures.role === "small" ? plate.height * 0.05 : 0)
                    text: figures.text[slot.index]
                    font.family: "Home Sans"
                    font.pixelSize: figures.size
                    font.weight: Font.Bold
                    color: plate.figure
                    transform: Scale {
                        origin.x: figure.width / 2
                        // our J hangs below the line, a plate's does not: from its cap's height up
                        origin.y: figure.baselineOffset - figures.size * 0.714
                        yScale: figure.text === "J" ? 0.79 : 1
                        // a wide letter (W, M) is squeezed into its cell
                        xScale: Math.min((plate.drawn?.squeeze ?? 0.86) * plate.fit, figures.step * 0.97 / Math.max(1, figure.implicitWidth))
                    }
                }
            }
        }
    }

    // Long serials are squeezed further, never cut.
    readonly property real natural: inner.reduce((sum, group) => sum + (group.role === "dot" ? 0.5 : group.role === "province" || group.role === "suffix" ? 1.16 * group.text.length : group.text.length * (group.role === "small" ? 0.9 : 1)), 0) * cell + (chinese ? 0 : (inner.length - 1) * height * 0.1)
    readonly property real space: width - boxWidth - flagWidth - height * 0.16
    readonly property real fit: Math.min(1, space / Math.max(1, natural))

    // The plate itself never mirrors; where it stands does.
    Item {
        LayoutMirroring.enabled: false
        LayoutMirroring.childrenInherit: true
        anchors.fill: parent

        Rectangle {
            anchors.fill: parent
            radius: plate.height * 0.09
            color: plate.paper
            border.width: plate.chinese ? 0 : plate.edge
            border.color: plate.figure
        }
        Rectangle {
            visible: plate.chinese
            anchors.fill: parent
            anchors.margins: plate.edge
            radius: plate.height * 0.07
            color: "transparent"
            border.width: plate.edge
            border.color: plate.figure
        }
        Column {
            visible: plate.flagBeside
            x: plate.boxFirst ? plate.width - width - plate.height * 0.12 : plate.height * 0.14
            anchors.verticalCenter: parent.verticalCenter
            spacing: plate.height * 0.06

            Flag {
                anchors.horizontalCenter: parent.horizontalCenter
                country: plate.drawn?.flag ?? ""
                width: plate.height * 0.4
                height: plate.height * 0.26
            }
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                text: plate.drawn?.mark ?? ""
                font.family: "Home Sans"
                font.weight: Font.Bold
                font.pixelSize: plate.height * 0.26
                color: plate.figure
            }
        }
        Item {
            id: middle

            x: plate.boxFirst ? plate.boxWidth : plate.flagWidth
            width: plate.width - plate.boxWidth - plate.flagWidth
            height: parent.height

            Row {
                anchors.centerIn: parent
                spacing: plate.chinese ? 0 : plate.height * 0.1 * plate.fit

                Repeater {
                    model: plate.inner

                    Figures {
                        required property var modelData

                        text: modelData.text
                        role: modelData.role
                    }
                }
            }
        }
        Item {
            visible: plate.box !== null
            x: plate.boxFirst ? 0 : plate.width - plate.boxWidth
            width: plate.boxWidth
            height: parent.height

            Rectangle {
                x: plate.boxFirst ? parent.width : 0
                width: plate.edge
                height: parent.height
                color: plate.figure
            }
            Figures {
                anchors.horizontalCenter: parent.horizontalCenter
                text: plate.box?.text ?? ""
                role: plate.box?.role ?? "region"
            }
            Row {
                visible: plate.box?.role === "raised"
                anchors.horizontalCenter: parent.horizontalCenter
                y: plate.height * 0.66
                spacing: plate.height * 0.06

                Text {
                    anchors.verticalCenter: parent.verticalCenter
                    text: plate.drawn?.mark ?? ""
                    font.family: "Home Sans"
                    font.weight: Font.Bold
                    font.pixelSize: plate.height * 0.24
                    color: plate.figure
                }
                Flag {
                    anchors.verticalCenter: parent.verticalCenter
                    country: plate.drawn?.flag ?? ""
                    width: plate.height * 0.28
                    height: plate.height * 0.18
                }
            }
        }
    }
}
