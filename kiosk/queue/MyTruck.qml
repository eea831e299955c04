import QtQuick
import kiosk.shell

// The driver's own truck on every page: his time, and the way to the truck's page. It stands above
// an upright dock, and within a lying one, whose labels keep the plain size.
Pressable {
    id: chip

    required property MyTruckView view
    readonly property bool called: view.truck.status === "called"
    readonly property color ink: called ? Theme.onAccent("queue") : Theme.surfaceInk

    //: Title of the page of one truck
    name: qsTr("Your truck")
    describe: words.line
    face: called ? Theme.accent("queue") : Theme.felt("queue")
    hemColor: called ? Theme.accentHem("queue") : Theme.hemTone
    radius: Theme.buttonRadius
    implicitHeight: Math.max(Theme.mm(22), Theme.portrait ? line.height + Theme.mm(6) : 0) + Theme.hem
    implicitWidth: line.naturalWidth + Theme.mm(30)
    onTapped: view.open()

    MyTruckWords {
        id: words

        truck: chip.view.truck
    }
    Icon {
        id: icon

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        name: "truck"
        points: true
        size: Theme.mm(13)
        color: chip.called ? chip.ink : Theme.deep("queue")
    }
    Plate {
        id: plate

        anchors.left: icon.right
        anchors.leftMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        visible: Theme.portrait && drawn !== null
        height: Theme.mm(15)
        drawn: chip.view.truck.drawn ?? null
        Accessible.ignored: true
    }
    FitLabel {
        id: line

        anchors.left: plate.visible ? plate.right : icon.right
        anchors.leftMargin: Theme.mm(plate.visible ? 6 : 4)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        role: Theme.portrait ? Theme.body : Theme.mm(words.age === "" ? 10 : 8)
        least: Theme.mm(8)
        bold: true
        color: chip.ink
        text: Theme.portrait ? words.line : words.lines
        Accessible.ignored: true
    }
}
