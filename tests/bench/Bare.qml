import QtQuick
import QtQuick.Window

// The least that a kiosk page could be: twelve tiles in five scripts, nothing behind them.
Window {
    id: window

    readonly property var words: ["Queue", "排队", "Кезек", "كەزەك", "ئۆچىرەت", "Очередь", "Meals", "餐饮", "Тамақ", "تاماق", "غىزا", "Питание"]
    readonly property var families: ["Home Sans", "Home Sans SC", "Home Sans", "Home Sans Arabic", "Home Sans Arabic", "Home Sans"]
    property int pressed: -1

    width: 1080
    height: 1920
    color: "#F6EFE0"

    Grid {
        anchors.fill: parent
        anchors.margins: 30
        columns: 2
        spacing: 20

        Repeater {
            model: 12

            Rectangle {
                id: tile

                required property int index

                width: (window.width - 80) / 2
                height: (window.height - 160) / 6
                radius: 20
                color: window.pressed === index ? "#C98A00" : "#FFFFFF"

                Text {
                    x: 30
                    y: 30
                    font.family: window.families[tile.index % 6]
                    font.pixelSize: 48
                    font.bold: true
                    color: "#0B3B40"
                    text: window.words[tile.index]
                }
                Text {
                    x: 30
                    y: 130
                    font.family: window.families[tile.index % 6]
                    font.pixelSize: 32
                    color: "#0B3B40"
                    text: window.words[tile.index] + " · 12"
                }
                TapHandler {
                    gesturePolicy: TapHandler.ReleaseWithinBounds
                    onTapped: window.pressed = tile.index
                }
            }
        }
    }
}
