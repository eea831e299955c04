pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// One service: what, how, when, for how much; the way to it; and all that as a QR code.
Page {
    id: page

    required property ServicesView view
    property string key
    readonly property var detail: key === "" ? {} : view.detail(key, view.revision)
    readonly property bool known: detail.known ?? false

    room: "services"
    icon: known ? detail.icon : "shower-head"
    title: known ? detail.title : key === "" ? "" : gone.text
    subtitle: known && detail.placeName !== detail.title ? detail.placeName : ""
    Component.onCompleted: key = view.opened

    component Plan: PlanCard {
        view: page.view
        lit: page.detail.place ?? ""
        walk: page.detail.walk ?? ""
        visible: lit !== ""
    }
    component Take: TakeAlong {
        picture: page.view.qr(page.key, page.view.revision)
    }
    component Facts: ServiceFacts {
        detail: page.detail
        call: page.view.beforeCall(page.detail.minutes ?? 0, page.view.callRevision)
    }

    Loader {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 6 : 4)
        active: page.known
        sourceComponent: Theme.portrait ? upright : lying
    }
    Column {
        id: empty

        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        visible: page.key !== "" && !page.known
        spacing: Theme.gap

        Label {
            id: gone

            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            role: Theme.label
            //: On the page of a service that was just taken off the list
            text: qsTr("This service is no longer offered")
        }
        SecondButton {
            anchors.horizontalCenter: parent.horizontalCenter
            icon: "view-grid"
            //: Button: to the list of all services
            label: qsTr("All services")
            onTapped: page.view.openAll()
        }
    }

    Component {
        id: upright

        Pane {
            id: pane

            Facts {
                width: pane.innerWidth
            }
            Plan {
                width: pane.innerWidth
                planWidth: Math.min(width - Theme.mm(10), Theme.mm(320))
            }
            Take {
                width: pane.innerWidth
            }
        }
    }
    Component {
        id: lying

        Pane {
            id: pane

            Row {
                id: halves

                readonly property real half: (pane.innerWidth - spacing) / 2

                width: pane.innerWidth
                spacing: Theme.mm(8)

                Facts {
                    width: halves.half
                }
                Column {
                    width: halves.half
                    spacing: Theme.gap

                    Plan {
                        width: parent.width
                        planWidth: Math.min(width - Theme.mm(10), Math.max(Theme.mm(130), (pane.height - Theme.mm(112)) * 1.42))
                    }
                    Take {
                        width: parent.width
                    }
                }
            }
        }
    }
}
