pragma Singleton

import QtQuick

// The bands of age (GTFS-Realtime: data at most 90 s old), as kiosk/shell/age.py has them.
QtObject {
    readonly property int live: 90000
    readonly property int amber: 600000

    function band(asOf: real, now: real): string {
        if (asOf <= 0)
            return "never";
        const age = now - asOf;
        return age <= live ? "live" : age <= amber ? "amber" : "grey";
    }
}
