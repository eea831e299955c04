pragma Singleton

import QtQuick
import kiosk.shell

// Figures, times and money as the session's language writes them. Reading `language.revision`
// inside each function makes every binding that calls it follow a change of language.
QtObject {
    property Language language
    property Clock clock

    // live, amber, grey or never (kiosk/shell/age.py)
    function band(asOf: real): string {
        void clock.now;
        return clock.band(asOf);
    }
    function number(value: real): string {
        void language.revision;
        return language.number(value);
    }
    function percent(value: int): string {
        void language.revision;
        return language.percent(value);
    }
    function money(fen: int): string {
        void language.revision;
        return language.money(fen);
    }
    function ago(milliseconds: real): string {
        void language.revision;
        return language.ago((clock.now - milliseconds) / 1000);
    }
    function beijing(milliseconds: real): string {
        void language.revision;
        return language.beijing(milliseconds);
    }
    function kazakhstan(milliseconds: real): string {
        void language.revision;
        return language.kazakhstan(milliseconds);
    }
    // The time of day in Beijing, with its date where that is not today.
    function moment(milliseconds: real): string {
        void language.revision;
        return language.moment(milliseconds, clock.now);
    }
    function minutes(value: int): string {
        void language.revision;
        return language.minutes(value);
    }
}
