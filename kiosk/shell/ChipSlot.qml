import QtQuick

// Where a room's part stands, its chip if nothing else is said; made while it is wanted.
Loader {
    id: slot

    required property HouseView house
    required property bool wanted
    property url file: house.chipSource
    property QtObject view: house.chipView

    function fill(): void {
        if (wanted)
            setSource(file, {
                view: view
            });
        else
            setSource("");
    }

    onWantedChanged: fill()
    Component.onCompleted: fill()
}
