pragma ComponentBehavior: Bound

import QtQuick

// How the screen is shown: three sizes of text, and black on white. A tap beside it closes it.
Item {
    id: sheet

    required property SessionView session
    property real dockHeight: 0

    signal closed

    Accessible.role: Accessible.Dialog
    Accessible.name: heading.text

    TapHandler {
        onTapped: sheet.closed()
    }
    Rectangle {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: sheet.dockHeight + Theme.mm(4)
        width: Math.min(parent.width - 2 * Theme.margin, Theme.mm(300))
        height: column.height + 2 * Theme.padding
        radius: Theme.radius
        color: Theme.linen
        border.width: Theme.mm(1.4)
        border.color: Theme.ink

        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
        }
        Column {
            id: column

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.margins: Theme.padding
            spacing: Theme.mm(6)

            Label {
                id: heading

                width: parent.width
                bold: true
                //: Heading above three buttons
                text: qsTr("Size of text")
            }
            Row {
                id: sizes

                width: parent.width
                spacing: Theme.mm(5)

                Repeater {
                    model: [1, 1.2, 1.4]

                    SecondButton {
                        id: size

                        required property real modelData
                        required property int index

                        width: (sizes.width - 2 * sizes.spacing) / 3
                        height: Theme.mm(34)
                        quiet: true
                        chosen: sheet.session.textScale === modelData
                        //: Names of three buttons for the size of text
                        name: [qsTr("Normal text"), qsTr("Larger text"), qsTr("Largest text")][index]
                        onTapped: sheet.session.show(modelData, sheet.session.contrast)

                        Label {
                            anchors.centerIn: parent
                            role: Theme.mm(12 * size.modelData)
                            bold: true
                            color: size.text
                            text: qsTr("A", "sample")
                            Accessible.ignored: true
                        }
                    }
                }
            }
            SecondButton {
                width: parent.width
                quiet: true
                icon: "contrast-circle"
                chosen: sheet.session.contrast
                //: Button, on or off: high contrast
                label: qsTr("Black on white")
                onTapped: sheet.session.show(sheet.session.textScale, !sheet.session.contrast)
            }
        }
    }
}
