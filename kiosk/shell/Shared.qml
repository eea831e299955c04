import QtQuick

// Fills the singletons before the first page is made. (Asking the engine for them by name can hang:
// `singletonInstance` keeps Python's lock while Qt's loading thread reads their file, and that
// thread wants it to translate an error's text: PySide6 6.11. `engine.load` gives it away.)
// An Item, though nothing of it is drawn: of a plain QtObject, PySide makes all of Qt's classes to
// find out which one it is, a twentieth of the start.
Item {
    required property var glyphs
    required property string assets
    required property Language language
    required property Clock clock

    Component.onCompleted: {
        Icons.table = glyphs;
        Assets.root = assets;
        Say.language = language;
        Say.clock = clock;
    }
}
