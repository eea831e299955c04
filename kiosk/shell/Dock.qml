import QtQuick

// The dock of every page: back, home, language, how it is shown; "I'm done" alone at the far end.
// Lying, a room's chip stands between them.
Rectangle {
    id: dock

    required property Navigator navigator
    required property Language language
    required property Page page
    required property HouseView house
    required property bool chipped
    property bool atHome: navigator.page === "home"
    property bool choosing: navigator.page === "language"
    // Upright, the labels go first when the row would not fit.
    readonly property bool labelled: !Theme.portrait || full.width <= width - 2 * Theme.margin - Theme.mm(6)

    signal display
    signal done

    height: Theme.mm(Theme.portrait ? 47 : 30)
    color: Theme.contrast ? "#000000" : "#0B3B40"

    Row {
        id: left

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(3)

        DockButton {
            visible: dock.page.canGoBack && !dock.atHome
            icon: "arrow-left"
            points: true
            //: Button: to the page before
            label: qsTr("Back")
            showLabel: !dock.choosing && dock.labelled
            onTapped: dock.navigator.back()
        }
        DockButton {
            visible: !dock.atHome && !dock.choosing
            icon: "home"
            //: Button: to the page with all tiles
            label: qsTr("Home")
            showLabel: dock.labelled
            onTapped: dock.navigator.goHome()
        }
        DockButton {
            visible: !dock.choosing
            icon: "translate"
            label: dock.language.ownName
            onTapped: dock.navigator.go("language", "")
        }
        DockButton {
            //: One letter of the script, shown small and large on the button for text size
            sample: qsTr("A", "sample")
            //: Button: size of text and contrast
            label: qsTr("Text size")
            showLabel: false
            onTapped: dock.display()
        }
    }
    Item {
        anchors.left: left.right
        anchors.leftMargin: Theme.mm(8)
        anchors.right: doneButton.left
        anchors.rightMargin: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        height: chip.height

        RoomPart {
            id: chip

            anchors.right: parent.right
            file: dock.house.chipSource
            view: dock.house.chipView
            wanted: dock.house.chipShown && !Theme.portrait
            visible: wanted && dock.chipped
            width: Math.min(implicitWidth, parent.width)
        }
    }
    DockButton {
        id: doneButton

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        plain: true
        icon: "check-bold"
        //: Button: ends the session and wipes what was typed
        label: qsTr("I'm done")
        onTapped: dock.done()
    }
    // What the row would take with all labels, measured unseen.
    Row {
        id: full

        visible: false
        spacing: Theme.mm(3)

        DockButton {
            icon: "arrow-left"
            label: qsTr("Back")
        }
        DockButton {
            icon: "home"
            label: qsTr("Home")
        }
        DockButton {
            icon: "translate"
            label: dock.language.ownName
        }
        DockButton {
            sample: qsTr("A", "sample")
        }
        DockButton {
            plain: true
            icon: "check-bold"
            label: qsTr("I'm done")
        }
    }
}
