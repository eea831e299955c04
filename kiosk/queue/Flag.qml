pragma ComponentBehavior: Bound

import QtQuick

// A country's flag, small: bands (or a hoist) and at most one disc, in the flag's own colours.
Item {
    id: flag

    required property string country
    readonly property var drawn: flags[country] ?? null
    readonly property var flags: ({
        "KZ": { bands: ["#00A3C4"], disc: "#FFD75E" },
        "RU": { bands: ["#FFFFFF", "#1F4FA8", "#D52B1E"] },
        "UZ": { bands: ["#0099B5", "#FFFFFF", "#1EB53A"] },
        "KG": { bands: ["#D9232E"], disc: "#FFD83D" },
        "TJ": { bands: ["#CC1F2D", "#FFFFFF", "#FFFFFF", "#0C7A3E"], disc: "#E0B030" },
        "TM": { bands: ["#1B8A5A"], hoist: "#B5303A" },
        "BY": { bands: ["#C8313E", "#C8313E", "#4AA657"] },
        "TR": { bands: ["#D8232A"], disc: "#FFFFFF" },
        "GE": { bands: ["#FFFFFF"], cross: "#E0342E" },
        "AZ": { bands: ["#0098C3", "#E00034", "#00AE65"], disc: "#FFFFFF" }
    })

    visible: drawn !== null

    Column {
        anchors.fill: parent

        Repeater {
            model: flag.drawn ? flag.drawn.bands : []

            Rectangle {
                required property string modelData
                width: flag.width
                height: flag.height / flag.drawn.bands.length
                color: modelData
            }
        }
    }
    Rectangle {
        visible: flag.drawn?.disc !== undefined
        anchors.centerIn: parent
        width: flag.height * 0.44
        height: width
        radius: width / 2
        color: flag.drawn?.disc ?? "transparent"
    }
    Rectangle {
        visible: flag.drawn?.hoist !== undefined
        x: flag.width * 0.14
        width: flag.width * 0.16
        height: flag.height
        color: flag.drawn?.hoist ?? "transparent"
    }
    Rectangle {
        visible: flag.drawn?.cross !== undefined
        anchors.centerIn: parent
        width: flag.width
        height: flag.height * 0.2
        color: flag.drawn?.cross ?? "transparent"
    }
    Rectangle {
        visible: flag.drawn?.cross !== undefined
        anchors.centerIn: parent
        width: flag.height * 0.2
        height: flag.height
        color: flag.drawn?.cross ?? "transparent"
    }
    Rectangle {
        anchors.fill: parent
        color: "transparent"
        border.width: Math.max(1, flag.height * 0.04)
        border.color: "#33000000"
    }
}
