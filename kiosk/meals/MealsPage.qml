pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// What is served now and next, by course, with a driver's filters.
Page {
    id: page

    required property MealsView view

    room: "meals"
    icon: "pot-steam"
    //: Tile and title: the dining hall's dishes
    title: qsTr("Meals", "tile")
    scroller: list.list
    //: Under the title: how many dishes of the meal stand in the list
    subtitle: view.filtered ? qsTr("%1 of %2 dishes").arg(Say.number(view.count)).arg(Say.number(view.all)) : qsTr("%n dish(es)", "", view.all)

    Item {
        id: area

        readonly property bool empty: page.view.now === "" && page.view.next === ""

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 6 : 4)

        Pane {
            id: choices

            anchors.left: parent.left
            width: Theme.portrait ? parent.width : parent.width * 0.38
            height: Theme.portrait ? Math.min(settings.height + Theme.mm(2), parent.height * 0.6) : parent.height
            visible: !area.empty

            Column {
                id: settings

                width: choices.innerWidth
                spacing: Theme.mm(4)

                Row {
                    id: meals

                    readonly property int shown: (page.view.now === "" ? 0 : 1) + (page.view.next === "" ? 0 : 1)

                    width: parent.width
                    spacing: Theme.mm(4)

                    MealChoice {
                        id: now

                        width: (meals.width - (meals.shown - 1) * meals.spacing) / meals.shown
                        height: Math.max(implicitHeight, next.visible ? next.implicitHeight : 0)
                        visible: page.view.now !== ""
                        //: Above the name of the meal that is served at this moment
                        when: qsTr("Now", "meal")
                        label: page.view.now
                        line: page.view.until
                        chosen: page.view.shown === "now"
                        onTapped: page.view.look("now")
                    }
                    MealChoice {
                        id: next

                        width: now.width
                        height: Math.max(implicitHeight, now.visible ? now.implicitHeight : 0)
                        visible: page.view.next !== ""
                        //: Above the name of the meal that comes next
                        when: qsTr("Next", "meal")
                        label: page.view.next
                        line: page.view.begins
                        chosen: page.view.shown === "next"
                        onTapped: page.view.look("next")
                    }
                }
                Label {
                    width: parent.width
                    visible: page.view.now === ""
                    color: Theme.softInk
                    //: Between two meals
                    text: qsTr("The kitchen rests at this moment.")
                }
                MealFilters {
                    width: parent.width
                    view: page.view
                }
            }
        }
        DishList {
            id: list

            readonly property real above: Theme.portrait ? choices.height + Theme.mm(2) : 0

            y: above
            anchors.right: parent.right
            width: Theme.portrait ? parent.width : parent.width - choices.width - Theme.mm(8)
            height: parent.height - y - (rate.visible ? rate.height + Theme.mm(3) : 0)
            visible: page.view.count > 0
            view: page.view
        }
        Label {
            id: rate

            anchors.left: list.left
            anchors.bottom: parent.bottom
            width: list.width
            visible: list.visible && text !== ""
            role: Theme.small
            color: Theme.softInk
            text: page.view.rate
        }
        Column {
            anchors.horizontalCenter: area.empty ? parent.horizontalCenter : list.horizontalCenter
            y: list.y + (area.height - list.y - height) / 2
            width: area.empty ? parent.width : list.width
            visible: page.view.count === 0
            spacing: Theme.gap

            Image {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Theme.mm(54)
                height: width * 236 / 240
                source: Assets.ornament("bowl")
                sourceSize: Qt.size(width, height)
                Accessible.ignored: true
            }
            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                role: Theme.label
                text: area.empty
                    //: No menu is known
                    ? qsTr("No meals are announced. Please ask at the desk.")
                    //: No dish is left under the filters
                    : qsTr("No dish fits. Ask the kitchen what it can make for you.")
            }
            SecondButton {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: page.view.filtered
                icon: "refresh"
                //: Button: takes the filters off
                label: qsTr("Show all dishes")
                onTapped: page.view.showAll()
            }
        }
    }
}
