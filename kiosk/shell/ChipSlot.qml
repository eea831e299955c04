import QtQuick

// Where a room's chip stands, made while it is wanted.
Loader {
    id: slot

    required property HouseView house
    required property bool wanted

    function fill(): void {
        if (wanted)
            setSource(house.chipSource, {
                view: house.chipView
            });
        else
            setSource("");
    }

    onWantedChanged: fill()
    Component.onCompleted: fill()
}
