pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The welcome in all scripts at once, three beside each other.
Grid {
    id: grid

    required property var greetings

    columns: 3
    columnSpacing: Theme.mm(5)

    Repeater {
        model: grid.greetings

        FitLabel {
            required property string welcome
            required property string family

            width: Math.floor((grid.width - 2 * Theme.mm(5)) / 3)
            role: Theme.small
            least: Theme.small
            face: family
            color: "#FCF7EA"
            text: welcome
        }
    }
}
