pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// What a driver eats and what he leaves out.
Column {
    id: filters

    required property MealsView view
    readonly property int columns: width > Theme.mm(280) * Theme.textScale ? 4 : 2

    spacing: Theme.mm(3)

    component Choice: SecondButton {
        room: "meals"
        quiet: true
        implicitHeight: Math.max(Theme.target, Theme.body * 1.4 + Theme.mm(4) + Theme.hem)
        Accessible.checkable: true
    }

    Choice {
        width: parent.width
        icon: "food-halal"
        //: Filter: only dishes marked halal
        label: qsTr("Halal only")
        chosen: filters.view.halal
        onTapped: filters.view.onlyHalal(!chosen)
    }
    Label {
        width: parent.width
        topPadding: Theme.mm(1)
        color: Theme.softInk
        //: Above the allergens that can be chosen: dishes with them disappear
        text: qsTr("Leave out dishes with")
    }
    Grid {
        id: grid

        width: parent.width
        columns: filters.columns
        spacing: Theme.mm(2)

        Repeater {
            model: filters.view.allergens

            Choice {
                required property string key

                required label
                required chosen
                width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                icon: chosen ? "cancel" : ""
                //: Filter, for who hears the screen. %1 is an allergen
                describe: qsTr("Leave out dishes with %1").arg(label)
                onTapped: filters.view.toggle(key)
            }
        }
    }
}
