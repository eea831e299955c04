"""Build the six fonts of the house from Noto (`make fonts`).

Takes the static TTFs of three pinned npm packages, keeps the characters the house needs,
renames the families (else a system's older Noto is drawn in their place) and gives all the
vertical metrics of Noto Sans, so that a line is as high in every script. Noto and what is made
from it are under the SIL Open Font License, OFL.txt beside this file.

ASCII is dropped from the Chinese and the Arabic font: figures, colons and Latin words look the
same on every page, and figures are always the tabular ones of Home Sans. Needs npm and fontTools;
the same input gives the same bytes.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

LATIN = ("@expo-google-fonts/noto-sans@0.4.2", "NotoSans")
ARABIC = ("@expo-google-fonts/noto-sans-arabic@0.4.3", "NotoSansArabic")
CHINESE = ("@expo-google-fonts/noto-sans-sc@0.4.3", "NotoSansSC")
SHA256 = {
    LATIN: "98cf14a19b8e67a0e76bfd4d5df98937b9734e6dde570bd750f2259042042548",
    ARABIC: "29e966f9d48a4ce7dd3c2c4c016f29cd888089538217303fb2c87de9e7f048ed",
    CHINESE: "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
}

# hhea, typo and win of Noto Sans, in units of 1000 to the em. Noto Sans Arabic's own 1374/-738
# would overflow every card.
ASCENT, DESCENT = 1069, -293

# Characters of names that GB 2312 lacks, as found in passports and on name lists.
NAMES = (
    "喆堃玥镕珺垚翀赟芃祎玙琇瑀瑄璟璠玚珅琤珑琎珩玹珣珽瑭璁璎璇璐瓅瓒晞昀昉昇暐旻旸暄昕昫晗晢暘"
    "嫄婳媞姮婧姝娅妍婵嫣嬿燚焱烜熠炘焜煊煜炅烨炆焯峣崟峤岽嵩翊翙翯䶮龑淼樾棽梓桢槿锴鋆鑫钰铄錡钘钖"
    "淏泠沄沨洺浛浠湉溦滢潆澍濛灏泓沁汭沛漪瀚奡昶晔頔颢颋骁骐骞彧彣懿恺忻怿惢祺祯祾禛禧禤秾筠筱箬篪"
    "綦繇羿翾聿芊苡茜茗莙菡萱葳蒗蓁蔺薇藜蘅虢蜜衎袆谖谞谦豳赑赪趯轫轶迦逄逯遹邈邬邰郄郗郜鄞鄢酆"
    "钤钫铖铨铭锜镒镔镠镡镧闫闳闵闿阚陟隗隽雒雩霁霈霭靓韫韬颀飏飖馀骉骅骕骢髙鲲鸢鸾麑麒麾黟齐"
    "乂乜亓亘仉仝仡伋佶侃侔俅俣倬偲偓傒僖兕冼凃凇凔刍剡勍勐勖勰匡卞厍吒呙哿喆嘏囡圩圳坭坰垕垣埇埕埼"
    "堉堽塬墉壎奭妲姒娉娜婍孛孜孥宓宬寔屾岑岚峄崮嵇嶷巽帷弋弢彀彘彭徕忞怛恂恽愔慜戬扈抃挹揆"
    "斐旖昡昪晁晅晖晧晳晶晷暕曌朒杓杕杪枧枞柘柚栎栾桁桄桉桕桧桫梣梽棠棨椋椒椤楗楙楠榀榈榑槐槭樨檀檗"
)
ARABIC_BLOCKS = ((0x0600, 0x06FF), (0x0750, 0x077F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
LATIN_BLOCKS = (
    (0x0020, 0x024F),  # with Turkish, Azeri, Turkmen and Uzbek letters
    (0x0259, 0x0259),
    (0x02B9, 0x02C7),
    (0x0300, 0x0308),
    (0x0391, 0x03C9),
    (0x0400, 0x052F),  # Cyrillic with the Kazakh and Tajik letters
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x2070, 0x209C),
    (0x20A0, 0x20C0),  # with the tenge
    (0x2100, 0x214F),
    (0x2150, 0x215F),
    (0x2190, 0x2199),
    (0x2200, 0x22FF),
    (0x25A0, 0x25FF),
)
# Marks that steer direction and joining. A font that lacks one hands it to another font and
# tears the word apart, so every font gets them, empty and without width.
UNSEEN = (0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, *range(0x202A, 0x202F))
UNSEEN += (0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF)


def gb2312() -> Iterator[int]:
    """GB 2312: symbols (rows 1 to 3) and the 6,763 characters of levels 1 and 2."""
    for row in (0xA1, 0xA2, 0xA3, *range(0xB0, 0xF8)):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def written() -> set[int]:
    """Every character of the catalogues and of the content."""
    files = [
        *ROOT.glob("translations/**/*.po"),
        *ROOT.glob("assets/content/**/*.*"),
        *ROOT.glob("kiosk/i18n/*.py"),
    ]
    text = "".join(f.read_text("utf-8") for f in files if f.suffix in {".po", ".toml", ".py"})
    text += "".join(f.read_text("utf-8") for f in files if f.suffix in {".json", ".yaml", ".yml"})
    return {ord(c) for c in text}


def within(blocks: tuple[tuple[int, int], ...]) -> set[int]:
    return {code for first, last in blocks for code in range(first, last + 1)}


def wanted() -> dict[tuple[str, str], set[int]]:
    """What each font keeps, where its source has it."""
    arabic, latin = within(ARABIC_BLOCKS), within(LATIN_BLOCKS)
    chinese = {c for c in gb2312() if c > 0xFF} | {ord(c) for c in NAMES} | {0xB7}
    # Cyrillic, Greek and figures of the Chinese font are as wide as a character of it
    chinese |= written() - within(((0x0000, 0x1FFF),)) - arabic
    space = {0x20, 0xA0}
    return {
        LATIN: latin | (written() - arabic - within(((0x2E80, 0x9FFF),))),
        ARABIC: arabic | space,
        CHINESE: chinese | space,
    }


def fetch(package: tuple[str, str], folder: Path) -> Path:
    """Fetch a pinned npm package, check it, and give the folder of its files."""
    spec, _ = package
    done = subprocess.run(  # noqa: S603
        ["npm", "pack", "--silent", spec],  # noqa: S607
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / done.stdout.split()[-1]
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != SHA256[package]:
        raise SystemExit(f"{spec} is not the package that was pinned: {found}.")
    target = folder / archive.stem
    with tarfile.open(archive) as files:
        files.extractall(target, filter="data")
    return target / "package"


def subset(font: TTFont, keep: set[int]) -> None:
    options = Options()
    options.hinting = False
    options.layout_features = ["ccmp", "locl", "kern", "mark", "mkmk", "isol", "init", "medi"]
    options.layout_features += ["fina", "rlig", "calt", "rclt", "curs", "tnum"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "STAT", "prep", "gasp", "meta", "DSIG"]
    options.name_IDs = [0, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=keep)
    subsetter.subset(font)


def add_unseen(font: TTFont) -> None:
    """Give the font an empty glyph without width for every unseen mark it lacks."""
    missing = [code for code in UNSEEN if code not in font.getBestCmap()]
    if not missing:
        return
    order = font.getGlyphOrder()
    font.setGlyphOrder([*order, "unseen"])
    font["glyf"].glyphs["unseen"] = Glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"]["unseen"] = (0, 0)
    font["maxp"].numGlyphs = len(order) + 1
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in {4, 12}:
            table.cmap.update(dict.fromkeys(missing, "unseen"))


def align(font: TTFont) -> None:
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ASCENT, DESCENT, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = ASCENT, -DESCENT
    os2.version = max(os2.version, 4)
    os2.fsSelection |= 1 << 7  # USE_TYPO_METRICS


def rename(font: TTFont, family: str, style: str) -> None:
    name = font["name"]
    flat = family.replace(" ", "")
    words = {
        1: family,
        2: style,
        3: f"{flat}-{style}",
        4: f"{family} {style}",
        6: f"{flat}-{style}",
    }
    words[5] = "Version 1.000"
    for number, text in words.items():
        name.setName(text, number, 3, 1, 0x409)


def build(folder: Path) -> None:
    """Write the six fonts, and the licence, into `folder`."""
    keep = wanted()
    holders: list[str] = []
    terms = ""
    families = {LATIN: "Home Sans", ARABIC: "Home Sans Arabic", CHINESE: "Home Sans SC"}
    with tempfile.TemporaryDirectory() as place:
        for package, family in families.items():
            source = fetch(package, Path(place))
            copyright_line, _, terms = (source / "LICENSE_FONT").read_text("utf-8").partition("\n")
            holders.append(copyright_line.strip())
            for style, weight in (("Regular", "400Regular"), ("Bold", "700Bold")):
                font = TTFont(source / weight / f"{package[1]}_{weight}.ttf", recalcTimestamp=False)
                subset(font, keep[package])
                add_unseen(font)
                align(font)
                rename(font, family, style)
                target = folder / f"{family.replace(' ', '')}-{style}.ttf"
                font.save(target)
                print(f"{target.name}: {len(font.getBestCmap())} characters")
    (folder / "OFL.txt").write_text("\n".join([*holders, terms]), "utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
