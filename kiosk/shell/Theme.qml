pragma Singleton

import QtQuick

// Every size and colour of the house (look.md). Lengths are real millimetres: `mm` turns them
// into pixels of this screen. Type sizes are the em, and grow with the driver's text size.
QtObject {
    // Set by the window: pixels in a millimetre of this screen, and whether it stands upright.
    property real pixelsPerMm: 2.71
    property bool portrait: true
    // A lying screen lower than 32 cm (24 inches): what is said twice is left out.
    property bool compact: false
    // Set by the session: 1, 1.2 or 1.4; black on white; the family of the session's script.
    property real textScale: 1
    property bool contrast: false
    property string family: "Home Sans"
    // False where pictures are taken: nothing moves.
    property bool moving: true
    property bool opened: false // the door has once been shown whole

    function mm(length: real): int {
        return Math.round(length * pixelsPerMm);
    }

    // Type
    readonly property int small: mm(8 * textScale)
    readonly property int body: mm(10 * textScale)
    readonly property int label: mm(14 * textScale)
    readonly property int title: mm(18 * textScale)
    readonly property int display: mm(28 * textScale)
    readonly property int numeral: mm(56 * textScale)
    readonly property int tileName: mm(12 * textScale)

    // Space
    readonly property int step: mm(2)
    readonly property int gap: mm(6)
    readonly property int margin: mm(portrait ? 16 : 16)
    readonly property int padding: mm(10)
    readonly property int radius: mm(8)
    readonly property int buttonRadius: mm(6)
    readonly property int hem: mm(2)
    readonly property int target: mm(20)
    readonly property int mainTarget: mm(30)

    // Ornament is scaled by whole numbers, or halved where a window is small.
    readonly property real ornament: pixelsPerMm < 1.5 ? 0.5 : Math.max(1, Math.round(pixelsPerMm / 3))
    readonly property int band: 58 * ornament

    // Colour
    readonly property color groundTop: contrast ? "#FFFFFF" : "#F6EDDB"
    readonly property color groundEnd: contrast ? "#FFFFFF" : "#EFE2C8"
    readonly property color ink: contrast ? "#000000" : "#0B3B40"
    readonly property color softInk: contrast ? "#000000" : "#3F5F60"
    readonly property color linen: contrast ? "#FFFFFF" : "#FCF7EA"
    readonly property color sand: contrast ? "#F2F2F2" : "#EADCBF"
    readonly property color line: contrast ? "#000000" : "#E4D6B8"
    readonly property color hemTone: contrast ? "#000000" : "#D2BD93"
    readonly property color surfaceInk: contrast ? "#000000" : "#0B3B40"
    readonly property color dockButton: contrast ? "#1C1C1C" : "#1A545A"
    readonly property color dockHem: contrast ? "#FFFFFF" : "#0A3136"
    readonly property color night: contrast ? "#000000" : "#06282D"
    readonly property color board: contrast ? "#000000" : "#0E454B"
    readonly property color gold: "#FFDE97"
    readonly property color disabled: contrast ? "#E0E0E0" : "#E9DBBB"
    readonly property color disabledInk: contrast ? "#333333" : "#5F5F4D"
    readonly property color free: contrast ? "#000000" : "#1F5A33"
    readonly property color soon: contrast ? "#000000" : "#7A4A00"
    readonly property color pomegranate: "#9E1B36"
    readonly property color saffron: "#EBA820"

    readonly property var rooms: ({
        "queue": ["#E9A41C", "#0B3B40", "#F8E3B0", "#6E4700", "#A06A00"],
        "health": ["#9E1B3B", "#FFFFFF", "#F3D9D8", "#8A1433", "#6B1027"],
        "services": ["#0F7F7B", "#FFFFFF", "#CFE7E1", "#0B5F5D", "#08504E"],
        "meals": ["#F0935A", "#3A1B06", "#FBE0CB", "#86400F", "#B5622F"],
        "jobs": ["#4E7A26", "#FFFFFF", "#DEE8C6", "#3B5E1B", "#365718"],
        "road": ["#2674B5", "#FFFFFF", "#D3E4F1", "#185487", "#174F80"],
        "papers": ["#54656F", "#FFFFFF", "#DDE2E2", "#3E4D56", "#38464E"],
        "help": ["#C8221A", "#FFFFFF", "#F9DCD5", "#A01510", "#7E0F0A"],
        "company": ["#753A70", "#FFFFFF", "#EADAE7", "#602C5C", "#4E2249"],
        "phrases": ["#6C6A1C", "#FFFFFF", "#E8E5C2", "#525013", "#484710"],
        "house": ["#0B3B40", "#FCF7EA", "#EADCBF", "#0B3B40", "#062A2E"]
    })

    function accent(room: string): color {
        return rooms[room][0];
    }
    function onAccent(room: string): color {
        return rooms[room][1];
    }
    function felt(room: string): color {
        return contrast ? "#FFFFFF" : rooms[room][2];
    }
    function deep(room: string): color {
        return contrast ? "#000000" : rooms[room][3];
    }
    function accentHem(room: string): color {
        return rooms[room][4];
    }
}
