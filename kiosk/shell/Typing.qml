pragma Singleton

import QtQml

// The one keyboard's keys. One for all pages: PySide6 6.11 never lets go of the Python half of an
// object that QML has made, and one a visit adds up.
QtObject {
    readonly property KeyboardView view: KeyboardView {}
    property QtObject owner: null
}
