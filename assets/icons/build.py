"""Build the icon font of the house, `make icons`.

Takes the Material Design Icons 6.9.96 that QtAwesome ships (Pictogrammers, Apache License 2.0,
see NOTICE.txt), keeps the icons named in names.txt, renames the family to
"Home Icons", and writes the table of names and code points that Icon.qml reads.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
TABLE = HERE.parent.parent / "kiosk" / "shell" / "icons.json"


def sources() -> tuple[Path, Path]:
    """The font and its character map, without importing QtAwesome (it wants a Qt of its own)."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise SystemExit("QtAwesome is not installed: run `make setup`.")
    fonts = Path(spec.origin).parent / "fonts"
    return (
        fonts / "materialdesignicons6-webfont-6.9.96.ttf",
        fonts / "materialdesignicons6-webfont-charmap-6.9.96.json",
    )


def center(font: TTFont) -> None:
    """Tell each glyph's true left side: the source says 0, by which FreeType shifts narrow ones."""
    for name in font.getGlyphOrder():
        advance, _ = font["hmtx"][name]
        glyph = font["glyf"][name]
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (advance, glyph.xMin)


def build() -> None:
    source, charmap = sources()
    known = {name: int(code, 16) for name, code in json.loads(charmap.read_text()).items()}
    names = sorted(set((HERE / "names.txt").read_text("ascii").split()))
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"Material Design Icons 6 has no {', '.join(unknown)}.")
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.glyph_names = False
    options.layout_features = []
    options.name_IDs = [0, 13]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[known[name] for name in names])
    subsetter.subset(font)
    words = {1: "Home Icons", 2: "Regular", 3: "HomeIcons", 4: "Home Icons", 6: "HomeIcons"}
    for number, text in words.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    center(font)
    font.save(HERE / "HomeIcons.ttf")
    TABLE.parent.mkdir(exist_ok=True)
    table = {name: chr(known[name]) for name in names}
    TABLE.write_text(json.dumps(table, indent=1) + "\n", "ascii")
    print(f"HomeIcons.ttf: {len(names)} icons")


if __name__ == "__main__":
    sys.exit(build())
