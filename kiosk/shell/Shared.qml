import QtQml

// Fills the singletons before the first page is made. (Asking the engine for them by name, before
// any QML has used them, hangs: PySide6 6.11.)
QtObject {
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
