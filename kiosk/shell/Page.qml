import QtQuick

// A page: what stands between head and dock. The window's head shows its title and icon in the
// accent of its room; a page has one main action at most.
FocusScope {
    property string room: "house"
    property string icon
    property string title
    property string subtitle
    property bool bowl: false // the tea bowl stands beside the title
    property bool framed: true // false for the door: no head, no dock
    property bool canGoBack: true
    property bool chip: true // false where the page itself tells what the chip would
    // The page's long list, if it has one: the window brings it back to where it stood.
    property Flickable scroller: null

    Accessible.role: Accessible.Pane
    Accessible.name: title
}
