import QtQuick
import kiosk.shell

// The QR code that a driver takes along on his telephone.
Rectangle {
    id: card

    property string picture

    visible: picture !== ""
    implicitHeight: Math.max(code.height + Theme.mm(8), words.height + 2 * Theme.padding)
    radius: Theme.radius
    color: Theme.linen
    border.width: 1
    border.color: Theme.line

    SvgPicture {
        id: code

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(Theme.portrait ? 76 : 62)
        height: width
        crisp: true
        svg: card.picture
        Accessible.role: Accessible.Graphic
        //: Name of the picture, for who hears the screen
        Accessible.name: qsTr("QR code of this service")
    }
    Column {
        id: words

        anchors.left: code.right
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.padding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(2)

        Label {
            width: parent.width
            bold: true
            //: Beside a QR code: scan it with the telephone and keep it
            text: qsTr("Take it along")
        }
        Label {
            width: parent.width
            //: Beside a QR code on a service's page
            text: qsTr("Scan it with your phone: name, way, hours and price in your language. It works without a network.")
        }
    }
}
