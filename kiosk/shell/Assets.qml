pragma Singleton

import QtQuick

// Where the drawn parts lie; the window sets `root` (a file URL that ends in a slash).
QtObject {
    property string root

    function ornament(name: string): string {
        return root === "" ? "" : root + "ornament/" + name + (Theme.ornament > 1 ? "@2x.png" : "@1x.png");
    }
}
