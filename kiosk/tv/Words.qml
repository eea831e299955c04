import QtQuick
import kiosk.shell

// Words of the wall. They begin at the side where one reads; the room they stand in never moves,
// so that plates and figures stand still when the language changes.
FitLabel {
    LayoutMirroring.enabled: Say.language.rtl
    least: Theme.small
    color: "#FCF7EA"
}
