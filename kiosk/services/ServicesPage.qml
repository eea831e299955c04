pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// All services by kind. Lying: kinds, list, and the plan with the chosen one's place lit.
// Upright: kinds above, the list below; a tap turns to the service's own page.
Page {
    id: page

    required property ServicesView view
    // The plan stands beside the list where the text leaves room for it.
    readonly property bool wide: !Theme.portrait && width > Theme.mm(480) * Theme.textScale
    readonly property var picked: view.selected === "" ? {} : view.detail(view.selected, view.revision)

    room: "services"
    icon: "shower-head"
    //: Title of the page of all services
    title: qsTr("Services")
    scroller: list.list
    subtitle: view.summary

    component Chip: KindChip {
        required property string kind
        required property int count

        required icon
        required label
        figure: kind === "" ? Say.number(count) : ""
        chosen: page.view.kind === kind
        onTapped: page.view.choose(kind)
    }

    Item {
        id: area

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 6 : 4)

        Loader {
            id: kinds

            anchors.left: parent.left
            width: Theme.portrait ? parent.width : implicitWidth
            height: Theme.portrait ? implicitHeight : parent.height
            sourceComponent: Theme.portrait ? rowsOfKinds : columnOfKinds
        }
        ServiceList {
            id: list

            y: Theme.portrait ? kinds.height + Theme.gap : 0
            anchors.left: Theme.portrait ? parent.left : kinds.right
            anchors.leftMargin: Theme.portrait ? 0 : Theme.mm(6)
            anchors.right: page.wide ? aside.left : parent.right
            anchors.rightMargin: page.wide ? Theme.mm(6) : 0
            height: parent.height - y
            view: page.view
            lighting: page.wide
            onPicked: key => page.wide ? page.view.select(key) : page.view.openService(key)
        }
        Loader {
            id: aside

            anchors.right: parent.right
            width: page.wide ? parent.width * 0.35 : 0
            height: parent.height
            active: page.wide
            sourceComponent: beside
        }
    }

    Component {
        id: rowsOfKinds

        Grid {
            id: grid

            columns: 3
            spacing: Theme.mm(3)

            Repeater {
                model: page.view.kinds

                Chip {
                    width: (grid.width - 2 * grid.spacing) / 3
                }
            }
        }
    }
    Component {
        id: columnOfKinds

        Pane {
            id: pane

            // As wide as the longest name wants, up to a quarter of the page: then names shrink.
            readonly property real wanted: chips.widest(false)
            readonly property real least: chips.widest(true)

            // The buttons stand beside the chips, which keep their width: else they would wrap,
            // grow higher, and need the buttons for that alone.
            readonly property real paging: more ? Theme.mm(26) : 0

            implicitWidth: Math.max(Math.min(wanted, area.width * 0.22), least) + paging
            spacing: Theme.mm(1.4)

            Repeater {
                id: chips

                model: page.view.kinds

                function widest(shrunk: bool): real {
                    let most = Theme.mm(50);
                    for (let i = 0; i < count; i++) {
                        const chip = itemAt(i) as KindChip;
                        if (chip !== null)
                            most = Math.max(most, shrunk ? chip.leastWidth : chip.naturalWidth);
                    }
                    return most;
                }

                Chip {
                    width: pane.innerWidth
                    height: Math.max(implicitHeight, Math.min(Theme.mm(28), (pane.height - Theme.mm(2)) / chips.count - pane.spacing))
                }
            }
        }
    }
    Component {
        id: beside

        Item {
            Pane {
                id: stand

                width: parent.width
                anchors.top: parent.top
                anchors.bottom: way.top
                anchors.bottomMargin: Theme.mm(4)

                PlanCard {
                    width: stand.innerWidth
                    // leaves room for two lines of the way beneath
                    planWidth: Math.min(width - Theme.mm(8), Math.max(Theme.mm(110), (stand.height - Theme.mm(16) - Theme.body * 4.2) * 1.42))
                    view: page.view
                    lit: page.picked.place ?? ""
                    heading: page.picked.title ?? ""
                    walk: page.picked.walk ?? ""
                }
            }
            MainButton {
                id: way

                anchors.bottom: parent.bottom
                width: parent.width
                enabled: page.picked.known ?? false
                room: "services"
                icon: "sign-direction"
                //: Main button beside the list of services: to the page of the chosen one
                label: qsTr("Way and details")
                onTapped: page.view.openService(page.view.selected)
            }
        }
    }
}
