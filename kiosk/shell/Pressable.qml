import QtQuick

// What can be pressed has a hem: a lower edge in a darker tone, into which it sinks.
// Its content stands on the face. The whole item is the target.
Item {
    id: pressable

    property string name
    property string describe: ""
    property color face: Theme.linen
    property color hemColor: Theme.hemTone
    property real radius: Theme.radius
    property bool held: handler.pressed && usable
    property bool busy: false
    property bool usable: enabled && !busy
    property bool bordered: Theme.contrast
    property int accessibleRole: Accessible.Button
    default property alias content: surface.data
    readonly property alias surface: surface
    readonly property real sunk: held || !enabled ? Theme.hem : 0

    signal tapped

    implicitHeight: Theme.target
    implicitWidth: Theme.target
    activeFocusOnTab: true

    Accessible.role: pressable.accessibleRole
    Accessible.name: name
    Accessible.description: describe
    Accessible.focusable: true
    Accessible.onPressAction: pressable.press()
    Keys.onReturnPressed: pressable.press()
    Keys.onSpacePressed: pressable.press()

    function press(): void {
        if (usable)
            tapped();
    }

    Rectangle {
        y: Theme.hem
        width: parent.width
        height: parent.height - Theme.hem
        radius: pressable.radius
        color: pressable.hemColor
        visible: pressable.enabled
    }
    Rectangle {
        id: surface

        y: pressable.sunk
        width: parent.width
        height: parent.height - Theme.hem
        radius: pressable.radius
        color: !pressable.enabled ? Theme.disabled : pressable.held ? Qt.darker(pressable.face, 1.08) : pressable.face
        border.width: pressable.bordered || pressable.activeFocus && Theme.contrast ? Theme.mm(0.6) : 0
        border.color: Theme.ink

        Behavior on y {
            enabled: Theme.moving
            NumberAnimation {
                duration: 60
            }
        }
    }
    TapHandler {
        id: handler

        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: pressable.press()
    }
}
