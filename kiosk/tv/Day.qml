pragma ComponentBehavior: Bound

import QtQuick
import kiosk.shell

// The day so far: how many left the country, and how many in each hour of Beijing's day. The
// chart never mirrors.
Panel {
    id: panel

    required property WallView view
    readonly property var hours: view.departedByHour
    readonly property int most: Math.max(1, ...hours)
    readonly property int pad: Theme.mm(6)
    readonly property int chartAt: Theme.mm(84)

    Figures {
        id: total

        x: panel.pad
        y: -Theme.mm(1)
        role: Theme.mm(17)
        color: Theme.gold
        text: panel.view.asOf > 0 ? panel.view.departedToday : "–"
    }
    Words {
        x: panel.pad
        y: total.y + total.height - Theme.mm(3)
        width: panel.chartAt - x - Theme.mm(14)
        role: Theme.small
        //: On the wall, beneath a number: vehicles that left the country today
        text: qsTr("Departed today")
    }
    Words {
        id: caption

        x: panel.chartAt
        y: Theme.mm(1)
        width: panel.width - x - panel.pad
        role: Theme.small
        color: "#B9C9C6"
        //: On the wall, above a chart: vehicles that left the country, hour by hour
        text: qsTr("Departures in each hour")
    }
    Figures {
        x: panel.chartAt - Theme.mm(3) - width
        y: chart.y - height / 2
        role: Theme.small
        bold: false
        color: "#B9C9C6"
        text: panel.view.asOf > 0 ? panel.most : ""
    }
    Item {
        id: chart

        readonly property real step: width / 24

        x: panel.chartAt
        y: Theme.mm(14)
        width: panel.width - x - panel.pad - Theme.mm(4)
        height: panel.height - y - Theme.mm(12)
        Accessible.role: Accessible.Chart
        Accessible.name: caption.text

        Rectangle {
            width: parent.width
            height: Math.max(1, Theme.mm(0.2))
            color: "#2A5F65"
        }
        Repeater {
            model: panel.hours

            Rectangle {
                required property int index
                required property int modelData

                x: Math.round(index * chart.step)
                y: chart.height - height
                width: Math.round(chart.step - Theme.mm(1))
                height: index > panel.view.hour ? Theme.mm(0.6) : Math.max(Theme.mm(0.6), Math.round(chart.height * modelData / panel.most))
                radius: Math.min(height / 2, Theme.mm(0.8))
                color: index > panel.view.hour ? "#2A5F65" : panel.old ? "#8A9296" : index === panel.view.hour ? Theme.gold : "#3FA79F"
            }
        }
        // of this hour so far, where the hours to come leave room
        Figures {
            visible: panel.view.asOf > 0
            x: Math.min(Math.round((panel.view.hour + 1) * chart.step), chart.width + panel.pad + Theme.mm(3) - width)
            y: chart.height - height + Theme.mm(0.4)
            role: Theme.small
            color: panel.old ? "#B9C9C6" : Theme.gold
            text: panel.hours[panel.view.hour] ?? 0
        }
        Repeater {
            model: 5

            Figures {
                required property int index

                x: Math.round(index * 6 * chart.step - (index === 0 ? 0 : width / 2))
                y: chart.height - Theme.mm(0.6)
                role: Theme.small
                bold: false
                color: "#B9C9C6"
                text: index * 6
            }
        }
    }
}
