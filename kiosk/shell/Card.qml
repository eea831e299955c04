import QtQuick

// A surface for reading: linen with a line around, no hem.
Rectangle {
    radius: Theme.radius
    color: Theme.linen
    border.width: Math.max(1, Theme.mm(0.4))
    border.color: Theme.line
}
