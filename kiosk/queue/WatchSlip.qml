import QtQuick
import kiosk.shell

// What a driver takes along of his watch: the code on the screen, and how his slip is doing.
Card {
    id: card

    required property WatchView view
    readonly property bool trouble: view.printerWords !== ""

    visible: view.code !== ""
    height: Math.max(code.height + Theme.mm(8), words.height + 2 * Theme.padding)

    SvgPicture {
        id: code

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(Theme.mm(120), card.width * 0.36) // a phone reads it from an arm's length
        height: width
        crisp: true
        svg: card.view.code
        Accessible.role: Accessible.Graphic
        //: Name of the picture, for who hears the screen
        Accessible.name: qsTr("QR code of your slip")
    }
    Column {
        id: words

        anchors.left: code.right
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(4)

        Label {
            width: parent.width
            visible: text !== ""
            role: Theme.compact ? Theme.body : Theme.label
            bold: true
            color: card.trouble ? Theme.deep("help") : Theme.surfaceInk
            text: card.trouble ? card.view.printerWords
                //: Beside a QR code: the same code is being printed
                : card.view.printer === "printing" ? qsTr("Your slip is being printed.")
                //: Beside a QR code: the same code was printed
                : card.view.printer === "printed" ? qsTr("Your slip is printed. Take it along.") : ""
        }
        Label {
            width: parent.width
            role: Theme.compact ? Theme.body : Theme.tileName
            color: Theme.surfaceInk
            text: card.view.printer === "printed"
                //: Beside a QR code that was also printed
                ? qsTr("Held to the scanner, it opens your truck in your language.")
                //: Beside a QR code that is not printed
                : qsTr("Photograph this code. Held to the scanner, it opens your truck in your language.")
        }
    }
}
