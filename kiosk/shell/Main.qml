pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window

// The window: ground, head, the page, dock; above them the sheet for text size and the warning
// before the session is wiped. Only the page between head and dock slides.
Window {
    id: window

    required property Navigator navigator
    required property Language language
    required property SessionView session
    required property HouseView house
    required property bool moving
    property Item shown: front
    readonly property Page page: shown ? (shown as Loader).item as Page : null
    readonly property bool framed: page !== null && page.framed
    readonly property bool chipped: framed && page.chip && house.chipShown

    LayoutMirroring.enabled: language.rtl
    LayoutMirroring.childrenInherit: true
    color: Theme.groundEnd
    //: Title of the window
    title: qsTr("Driver Home")

    Binding {
        target: Theme
        property: "pixelsPerMm"
        value: window.house.pixelsPerMm(window.width, window.height)
    }
    Binding {
        target: Theme
        property: "portrait"
        value: window.height > window.width
    }
    Binding {
        target: Theme
        property: "compact"
        value: window.height < window.width && window.height < Theme.mm(320)
    }
    Binding {
        target: Theme
        property: "textScale"
        value: window.session.textScale
    }
    Binding {
        target: Theme
        property: "contrast"
        value: window.session.contrast
    }
    Binding {
        target: Theme
        property: "family"
        value: window.language.family
    }
    Binding {
        target: Theme
        property: "moving"
        value: window.moving
    }

    function turn(forwards: bool): void {
        sheet.active = false;
        const old = shown as Loader;
        const next = old === front ? back : front;
        slide.stop();
        // with the chip the room for pages changes; the one that leaves is not laid out again
        next.height = Qt.binding(() => stage.height);
        old.height = stage.height;
        next.x = 0;
        next.setSource(navigator.source, {
            view: navigator.view
        });
        next.visible = true;
        shown = next;
        (next.item as Item).forceActiveFocus();
        bringBack((next.item as Page).scroller);
        if (Theme.moving && old.item !== null) {
            const side = forwards !== language.rtl ? 1 : -1;
            slide.arriving = next;
            slide.leaving = old;
            slide.side = side;
            slide.start();
        } else {
            old.setSource("");
            old.visible = false;
        }
    }

    function bringBack(list: Flickable): void {
        if (list === null || navigator.scroll === 0)
            return;
        const rows = list as ListView;
        if (rows !== null)
            rows.forceLayout();
        list.contentY = Math.min(navigator.scroll, Math.max(0, list.contentHeight - list.height));
    }

    Connections {
        target: window.navigator

        function onLeaving(): void {
            window.navigator.keepScroll(window.page?.scroller?.contentY ?? 0);
        }
        function onTurned(forwards: bool): void {
            window.turn(forwards);
        }
    }
    Component.onCompleted: {
        front.setSource(navigator.source, {
            view: navigator.view
        });
    }

    Rectangle {
        anchors.fill: parent
        gradient: Gradient {
            GradientStop {
                position: 0
                color: Theme.groundTop
            }
            GradientStop {
                position: 1
                color: Theme.groundEnd
            }
        }
    }
    Loader {
        id: headLoader

        active: window.framed
        width: parent.width
        z: 2
        sourceComponent: Head {
            width: window.width
            page: window.page
            homeName: window.house.name
            portAsOf: window.house.portAsOf
        }
    }
    Item {
        id: stage

        readonly property real chipRoom: chip.visible ? chip.height + Theme.mm(6) : 0

        y: window.framed ? headLoader.height : 0
        width: parent.width
        height: parent.height - y - (window.framed ? dockLoader.height + chipRoom : 0)
        clip: slide.running

        Loader {
            id: front

            width: parent.width
            height: parent.height
        }
        Loader {
            id: back

            width: parent.width
            height: parent.height
        }
    }
    ParallelAnimation {
        id: slide

        property Loader arriving: front
        property Loader leaving: back
        property int side: 1

        NumberAnimation {
            target: slide.arriving
            property: "x"
            from: slide.side * stage.width
            to: 0
            duration: 150
            easing.type: Easing.OutCubic
        }
        NumberAnimation {
            target: slide.leaving
            property: "x"
            from: 0
            to: -slide.side * stage.width
            duration: 150
            easing.type: Easing.OutCubic
        }
        onStopped: {
            arriving.x = 0;
            leaving.setSource("");
            leaving.visible = false;
        }
    }
    RoomPart {
        id: chip

        file: window.house.chipSource
        view: window.house.chipView
        wanted: window.house.chipShown && Theme.portrait
        visible: wanted && window.chipped
        x: Theme.margin
        y: parent.height - dockLoader.height - height - Theme.mm(6)
        z: 2
        width: parent.width - 2 * Theme.margin
    }
    Loader {
        id: dockLoader

        active: window.framed
        anchors.bottom: parent.bottom
        width: parent.width
        z: 2
        sourceComponent: Dock {
            width: window.width
            navigator: window.navigator
            language: window.language
            page: window.page
            house: window.house
            chipped: window.chipped
            onDisplay: sheet.active = !sheet.active
            onDone: window.session.done()
        }
    }
    // What a room tells everybody stands over the head, and takes no touch.
    RoomPart {
        file: window.house.stripSource
        view: window.house.stripView
        wanted: window.house.stripShown
        y: Theme.band
        z: 2
        width: parent.width
        height: window.framed ? (headLoader.item as Head).rowEnd - y : implicitHeight
    }
    // Both are made when they are wanted: the door needs neither.
    Loader {
        id: sheet

        active: false
        z: 3
        anchors.fill: parent
        sourceComponent: DisplaySheet {
            dockHeight: dockLoader.height
            session: window.session
            onClosed: sheet.active = false
        }
    }
    Loader {
        active: window.session.state === "warning"
        z: 4
        anchors.fill: parent
        sourceComponent: IdleWarning {
            session: window.session
        }
    }
}
