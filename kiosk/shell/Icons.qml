pragma Singleton

import QtQuick

// The icon font's glyphs by name; the window fills `table` from icons.json.
QtObject {
    property var table: ({})

    function glyph(name: string): string {
        const glyph = table[name];
        if (glyph === undefined)
            console.warn("no icon is named", name);
        return glyph ?? "";
    }
}
