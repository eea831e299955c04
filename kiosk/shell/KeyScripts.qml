pragma ComponentBehavior: Bound

import QtQuick

// In which letters to type: a name from a passport in Latin ones, a wish in one's own. Each stands
// in its own script, so that it is found by who needs it.
Flow {
    id: scripts

    property string layout // the chosen one
    property string room: "house"

    signal picked(string layout)

    spacing: Theme.mm(4)
    Accessible.role: Accessible.Grouping
    //: Accessible name of a row of buttons
    Accessible.name: qsTr("In which letters to type")

    Repeater {
        model: [["latin", "Abc"], ["cyrillic", "Әбв"], ["uyghur", "ئۇيغۇرچە"], ["kazakh-arabic", "قازاقشا"]]

        SecondButton {
            required property var modelData

            width: Math.max(Theme.mm(48), implicitWidth)
            room: scripts.room
            label: modelData[1]
            chosen: scripts.layout === modelData[0]
            //: Accessible names of four buttons, each for a keyboard
            name: ({ latin: qsTr("Latin letters"), cyrillic: qsTr("Kazakh and Russian letters"), uyghur: qsTr("Uyghur letters"), "kazakh-arabic": qsTr("Kazakh letters in Arabic script") })[modelData[0]]
            onTapped: scripts.picked(modelData[0])
        }
    }
}
