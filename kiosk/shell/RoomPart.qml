import QtQuick

// Where a part of a room stands in the shell, made while it is wanted.
Loader {
    required property url file
    required property QtObject view
    required property bool wanted

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
