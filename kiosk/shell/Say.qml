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
        return clock.now, clock.band(asOf);
    }
    function number(value: real): string {
        return language.revision, language.number(value);
    }
    function money(fen: int): string {
        return language.revision, language.money(fen);
    }
    function ago(milliseconds: real): string {
        return language.revision, language.ago((clock.now - milliseconds) / 1000);
    }
    function beijing(milliseconds: real): string {
        return language.revision, language.beijing(milliseconds);
    }
    function kazakhstan(milliseconds: real): string {
        return language.revision, language.kazakhstan(milliseconds);
    }
    // The time of day in Beijing, with its date where that is not today.
    function moment(milliseconds: real): string {
        return language.revision, language.moment(milliseconds, clock.now);
    }
    function minutes(value: int): string {
        return language.revision, language.minutes(value);
    }
}
