"""Second step of subset.sh.

rename FONT FAMILY STYLE   gives FONT new names, in place
rare FONT LIST             maps the runes of LIST, in order, also to U+E000, U+E001 … in place
"""
import sys

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable


def rename(path, family, style):
    font = TTFont(path, recalcTimestamp=False)
    names = font["name"]
    for record in list(names.names):
        if record.platformID != 3 or record.langID != 0x409:
            names.removeNames(platformID=record.platformID, langID=record.langID)
    postscript = (family + "-" + style).replace(" ", "")
    for number, text in ((1, family), (2, style), (3, postscript), (4, family + " " + style), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    for number in (16, 17):
        names.removeNames(nameID=number)
    font.save(path)


def rare(path, listing):
    font = TTFont(path, recalcTimestamp=False)
    glyphs = font.getBestCmap()
    runes = [ord(c) for c in open(listing, encoding="utf8").read() if not c.isspace()]
    private = CmapSubtable.newSubtable(4)
    private.platformID, private.platEncID, private.language = 3, 1, 0
    private.cmap = {0xE000 + i: glyphs[r] for i, r in enumerate(runes)}
    # The format 12 table keeps the real code points: who reads both tables
    # knows which private code stands for which rune.
    full = CmapSubtable.newSubtable(12)
    full.platformID, full.platEncID, full.language = 3, 10, 0
    full.format, full.reserved, full.length = 12, 0, 0
    full.cmap = {r: glyphs[r] for r in runes}
    font["cmap"].tables = [private, full]
    font.save(path)


if __name__ == "__main__":
    {"rename": rename, "rare": rare}[sys.argv[1]](*sys.argv[2:])
