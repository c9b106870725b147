#!/usr/bin/env python3
"""Makes the task tables of pkg/tasktable/testdata/tables from shapes/.

    /usr/bin/python3 make.py            all of them; needs openpyxl, yaml and soffice
    /usr/bin/python3 make.py NAME...    only these
    /usr/bin/python3 make.py --check    expectations only: nothing is converted

A shape is two files written by hand. NAME.src is the table as an office would type it:

    ! out NAME.docx        the file to make
    ! via hand             who makes it: hand (docx), office (soffice), openpyxl, html, csv, txt
    ! landscape, ! noise   how (noise: runs split, bookmarks, as Word leaves them)
    P.title text           a paragraph; also P, P.h1, P.h2, P.center, P.small
    T 5,20,40,15           a table with column widths; in a workbook: T 5,20 name of the sheet
    | a | b | c            a row; `<` goes on from the left, `^` from above; `|= a` over all columns
    \\n a new paragraph or line in a cell, \\v a line break within a paragraph
    #12 a number, @2020-06-30 a date (workbooks), %1 an automatic number (docx)
    {+in+} {-out-}         tracked changes (docx)

NAME.expect is what a careful clerk reads in it, as YAML. It was written from the table, not from any
program's answer. To save typing and slips, @B7 stands for the text of cell B7, @B7/2 for its second
paragraph, @2!B7 for a cell of the second table, @P5 for a paragraph; @@B7 is the line of a cell in a
text dump. A deadline is short: D(10月底前 2022-10-31), D(按月 month), D(每年不少于2次 year 2), D(长期 continuous).
The result, with the texts put in, is NAME.yaml beside the table.
"""
import csv, datetime, io, json, os, re, subprocess, sys, tempfile, zipfile
from xml.sax.saxutils import escape

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
SHAPES = os.path.join(HERE, "shapes")
OUT = os.path.normpath(os.path.join(HERE, "../../pkg/tasktable/testdata/tables"))
STAMP = (2024, 1, 1, 0, 0, 0)


# ---- the model ----

def letters(c):
    s = ""
    while c:
        c, r = divmod(c - 1, 26)
        s = chr(65 + r) + s
    return s


class Table:
    def __init__(self, widths, name):
        self.widths, self.name, self.raw = widths, name, []

    def finish(self):
        """Finds for each place the rectangle it belongs to."""
        self.own, n = {}, len(self.widths)
        for r, row in enumerate(self.raw):
            assert len(row) == n, (self.name, r + 1, len(row), row)
            for c, v in enumerate(row):
                self.own[r, c] = self.own[r, c - 1] if v == "<" else self.own[r - 1, c] if v == "^" else (r, c)
        self.span = {}
        for (r, c), o in self.own.items():
            h, w = self.span.get(o, (1, 1))
            self.span[o] = max(h, r - o[0] + 1), max(w, c - o[1] + 1)

    def text(self, ref):
        m = re.fullmatch(r"([A-Z])(\d+)", ref)
        r, c = int(m[2]) - 1, ord(m[1]) - 65
        assert self.own[r, c] == (r, c), f"{ref} lies within a merge"
        return plain(self.raw[r][c])


def plain(v):
    if v[:1] in "#%" and len(v) > 1:
        return v[1:]
    if v[:1] == "@":
        d = datetime.date.fromisoformat(v[1:])
        return f"{d.year}年{d.month}月{d.day}日"
    v = re.sub(r"\{-.*?-\}", "", v)
    return re.sub(r"\{\+|\+\}", "", v).replace("\\n", "\n").replace("\\v", "\n")


class Shape:
    def __init__(self, name):
        self.name, self.opt, self.blocks = name, {}, []
        with open(os.path.join(SHAPES, name + ".src"), encoding="utf-8") as f:
            for line in f:
                line = line.rstrip("\n")
                if line.startswith("!"):
                    k, _, v = line[1:].strip().partition(" ")
                    self.opt[k] = v
                elif line.startswith("P"):
                    kind, _, text = line.partition(" ")
                    self.blocks.append(("p", kind[2:], text))
                elif line.startswith("T"):
                    _, widths, *name = line.split(" ", 2)
                    self.blocks.append(("t", Table([float(w) for w in widths.split(",")], (name or [""])[0]), None))
                elif line.startswith("|="):
                    t = self.blocks[-1][1]
                    t.raw.append([line[2:].strip(" ")] + ["<"] * (len(t.widths) - 1))
                elif line.startswith("|"):
                    self.blocks[-1][1].raw.append([c.strip(" ") for c in line[1:].split("|")])
                else:
                    assert not line or line.startswith("//"), line
        self.tables = [b[1] for b in self.blocks if b[0] == "t"]
        self.paras = [b[2] for b in self.blocks if b[0] == "p"]
        for t in self.tables:
            t.finish()
        self.out, self.via = self.opt["out"], self.opt["via"]
        self.lines = {}

    def everything(self):
        out = [plain(p) for p in self.paras]
        for t in self.tables:
            out += [t.name] + [plain(v) for row in t.raw for v in row]
        return "\n".join(out)


# ---- Word by hand ----

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLE = {"title": ("center", 44, "方正小标宋简体"), "center": ("center", 28, "楷体_GB2312"), "small": ("left", 32, "黑体"),
         "h1": ("both", 32, "黑体"), "h2": ("both", 32, "楷体_GB2312"), "": ("both", 32, "仿宋_GB2312"),
         "cell": ("left", 21, "仿宋_GB2312"), "head": ("center", 21, "黑体")}


marks = [0]  # bookmarks written in the file


def runs(text, size, font, noise):
    rpr = f'<w:rPr><w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:hint="eastAsia"/><w:sz w:val="{size}"/></w:rPr>'
    out = ""
    for part in re.split(r"(\{\+.*?\+\}|\{-.*?-\})", text):
        mark = part[:2] if part[:2] in ("{+", "{-") else ""
        body = part[2:-2] if mark else part
        pieces = [body[i:i + 7] for i in range(0, len(body), 7)] if noise else [body] if body else []
        s = ""
        for i, piece in enumerate(pieces):
            tag = "w:delText" if mark == "{-" else "w:t"
            t = f'</{tag}><w:br/><{tag} xml:space="preserve">'.join(escape(x) for x in piece.split("\v"))
            s += f'<w:r>{rpr}<{tag} xml:space="preserve">{t}</{tag}></w:r>'
            if noise and not mark and i == 1:
                marks[0] += 1
                s += f'<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="{marks[0]}" w:name="OLE_LINK{marks[0]}"/><w:bookmarkEnd w:id="{marks[0]}"/>'
        if mark:
            tag = "w:ins" if mark == "{+" else "w:del"
            s = f'<{tag} w:id="9" w:author="office" w:date="2022-01-05T00:00:00Z">{s}</{tag}>'
        out += s
    return out


def para(text, kind, noise=False, num=False):
    jc, size, font = STYLE[kind]
    ppr = f'<w:pPr>{"<w:numPr><w:ilvl w:val=%s0%s/><w:numId w:val=%s1%s/></w:numPr>" % (4 * (chr(34),)) if num else ""}'
    if kind in ("", "h1", "h2"):
        ppr += '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/>'
    ppr += f'<w:jc w:val="{jc}"/></w:pPr>'
    return f"<w:p>{ppr}{runs(text, size, font, noise)}</w:p>"


def hand_table(t, total, heads, noise):
    grid = [int(w * total / sum(t.widths)) for w in t.widths]
    s = '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>' + "".join(
        f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
    s += '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>' + "".join(f'<w:gridCol w:w="{g}"/>' for g in grid) + "</w:tblGrid>"
    for r, row in enumerate(t.raw):
        head = r < heads
        s += "<w:tr>" + ("<w:trPr><w:cantSplit/>%s</w:trPr>" % ("<w:tblHeader/>" if head else ""))
        c = 0
        while c < len(row):
            o = t.own[r, c]
            h, w = t.span[o]
            pr = f'<w:tcW w:w="{sum(grid[c:c + w])}" w:type="dxa"/>'
            if w > 1:
                pr += f'<w:gridSpan w:val="{w}"/>'
            if h > 1:
                pr += '<w:vMerge w:val="restart"/>' if o == (r, c) else "<w:vMerge/>"
            pr += '<w:vAlign w:val="center"/>'
            v = row[c] if o == (r, c) else ""
            num = v.startswith("%")
            paras = [""] if num else v.replace("\\v", "\v").split("\\n")
            kind = "head" if head or re.match(r"[一二三四五六七八九十]、|[（(][一二三四五六七八九十]+[）)]", v) and w == len(row) else "cell"
            s += f"<w:tc><w:tcPr>{pr}</w:tcPr>" + "".join(para(p, kind, noise, num) for p in paras) + "</w:tc>"
            c += w
        s += "</w:tr>"
    return s + "</w:tbl>"


def by_hand(shape, path):
    wide, noise = "landscape" in shape.opt, "noise" in shape.opt
    total, marks[0] = 13600 if wide else 8840, 0
    body = ""
    for kind, x, text in shape.blocks:
        if kind == "p":
            body += para(text.replace("\\v", "\v"), x, noise)
        else:
            body += hand_table(x, total, int(shape.opt.get("header", 1)), noise)
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if wide else 'w:w="11906" w:h="16838"'
    body += f'<w:p/><w:sectPr><w:pgSz {size}/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>'
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    pkg = "http://schemas.openxmlformats.org/package/2006/"
    off = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    files = {
        "[Content_Types].xml": f'{xml}<Types xmlns="{pkg}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{word}document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="{word}numbering+xml"/></Types>',
        "_rels/.rels": f'{xml}<Relationships xmlns="{pkg}relationships"><Relationship Id="rId1" Type="{off}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{xml}<Relationships xmlns="{pkg}relationships"><Relationship Id="rId1" Type="{off}/numbering" Target="numbering.xml"/></Relationships>',
        "word/numbering.xml": f'{xml}<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/document.xml": f"{xml}<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for n, d in files.items():
            z.writestr(zipfile.ZipInfo(n, STAMP), d, zipfile.ZIP_DEFLATED)


# ---- flat OpenDocument text, for soffice ----

def flat(shape, path):
    wide = "landscape" in shape.opt
    ns = "".join(f' xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for p, u in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("fo", "xsl-fo-compatible")))
    page = 'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape"' if wide else 'fo:page-width="21cm" fo:page-height="29.7cm"'
    total = 24.0 if wide else 15.6
    auto = f'<style:page-layout style:name="L"><style:page-layout-properties {page} fo:margin-top="3.2cm" fo:margin-bottom="3cm" fo:margin-left="2.7cm" fo:margin-right="2.6cm"/></style:page-layout>'
    auto += '<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm" style:vertical-align="middle"/></style:style>'
    names = {"": "body"}
    for kind, (jc, size, font) in STYLE.items():
        jc = {"both": "justify", "left": "start"}.get(jc, jc)
        ind = ' fo:text-indent="1.1cm"' if kind in ("", "h1", "h2") else ""
        auto += f'<style:style style:name="{names.get(kind, kind)}" style:family="paragraph"><style:paragraph-properties fo:text-align="{jc}"{ind}/><style:text-properties fo:font-size="{size / 2}pt" style:font-size-asian="{size / 2}pt" style:font-name-asian="{font}" style:font-name="{font}"/></style:style>'
    fonts = "".join(f'<style:font-face style:name="{f}" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" svg:font-family="{f}"/>' for f in sorted({v[2] for v in STYLE.values()}))
    body = ""

    def p(text, kind):
        return f'<text:p text:style-name="{names.get(kind, kind)}">{escape(text).replace(chr(92) + "v", "<text:line-break/>")}</text:p>'

    for i, (kind, x, text) in enumerate(shape.blocks):
        if kind == "p":
            body += p(text, x)
            continue
        cols = ""
        auto += f'<style:style style:name="T{i}" style:family="table"><style:table-properties style:width="{total}cm" table:align="margins"/></style:style>'
        for j, w in enumerate(x.widths):
            auto += f'<style:style style:name="T{i}.{letters(j + 1)}" style:family="table-column"><style:table-column-properties style:column-width="{w * total / sum(x.widths):.3f}cm"/></style:style>'
            cols += f'<table:table-column table:style-name="T{i}.{letters(j + 1)}"/>'
        heads, rows = int(shape.opt.get("header", 1)), ""
        for r, row in enumerate(x.raw):
            cells = ""
            for c, v in enumerate(row):
                if x.own[r, c] != (r, c):
                    cells += "<table:covered-table-cell/>"
                    continue
                h, w = x.span[r, c]
                sp = (f' table:number-columns-spanned="{w}"' if w > 1 else "") + (f' table:number-rows-spanned="{h}"' if h > 1 else "")
                cells += f'<table:table-cell table:style-name="C"{sp} office:value-type="string">' + "".join(p(t, "head" if r < heads else "cell") for t in v.split("\\n")) + "</table:table-cell>"
            row = f"<table:table-row>{cells}</table:table-row>"
            rows += f"<table:table-header-rows>{row}" if heads and r == 0 else row
            if heads and r == heads - 1:
                rows += "</table:table-header-rows>"
        body += f'<table:table table:name="T{i}" table:style-name="T{i}">{cols}{rows}</table:table>'
    with open(path, "w", encoding="utf-8") as f:
        f.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document{ns} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>{fonts}</office:font-face-decls><office:automatic-styles>{auto}</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"/></office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>')


# ---- workbooks ----

def workbook(shape, path):
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, Side
    wb = openpyxl.Workbook()
    wb.remove(wb.active)
    wb.properties.created = wb.properties.modified = datetime.datetime(*STAMP)
    wb.properties.creator = "office"
    line = Side(style="thin")
    for n, t in enumerate(shape.tables):
        ws = wb.create_sheet(t.name or f"Sheet{n + 1}")
        for c, w in enumerate(t.widths):
            ws.column_dimensions[letters(c + 1)].width = w
        for (r, c), o in t.own.items():
            cell = ws.cell(r + 1, c + 1)
            title = r == 0 and t.span[o][1] == len(t.widths)
            if not title:
                cell.border = Border(line, line, line, line)
            if o != (r, c):
                continue
            v = t.raw[r][c]
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if title or len(v) < 9 else "left")
            cell.font = Font(name="方正小标宋简体" if title else "仿宋_GB2312", size=18 if title else 11)
            if v.startswith("#"):
                cell.value = int(v[1:])
            elif v.startswith("@"):
                cell.value = datetime.date.fromisoformat(v[1:])
                cell.number_format = 'yyyy"年"m"月"d"日"'
            elif v:
                cell.value = plain(v)
                cell.data_type = "s"
            h, w = t.span[o]
            if h * w > 1:
                ws.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + h, end_column=c + w)
        for r, row in enumerate(t.raw):  # soffice finds no heights of its own here
            lines = [sum(-(-2 * len(x) // int(t.widths[c])) or 1 for x in plain(v).split("\n"))
                     for c, v in enumerate(row) if t.own[r, c] == (r, c) and t.span[r, c] == (1, 1)]
            ws.row_dimensions[r + 1].height = 30 if r == 0 else 15.5 * max(lines + [1 + ("\\n" in row[0])])
        ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", 9
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight, ws.sheet_properties.pageSetUpPr.fitToPage = 1, 0, True
    wb.save(path)
    again(path)


def again(path):
    """Writes a zip file anew without times, so that the same table gives the same bytes."""
    with zipfile.ZipFile(path) as z:
        parts = [(i, z.read(i)) for i in z.infolist()]
    with zipfile.ZipFile(path, "w") as z:
        for i, data in parts:
            if i.filename in ("docProps/core.xml", "meta.xml"):
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z?", b"2024-01-01T00:00:00Z", data)
            z.writestr(zipfile.ZipInfo(i.filename, STAMP), data, i.compress_type)


def web(shape, path):
    s = '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>政务公开</title>\n<style>table{border-collapse:collapse;width:100%}td,th{border:1px solid #333;padding:4px}</style>\n</head>\n<body>\n<div class="article">\n'
    for kind, x, text in shape.blocks:
        if kind == "p":
            tag = {"title": "h1", "h1": "h2", "h2": "h3"}.get(x, "p")
            s += f"<{tag}>{escape(text)}</{tag}>\n"
            continue
        s += "<table>\n<tbody>\n"
        for r, row in enumerate(x.raw):
            s += "<tr>"
            for c, v in enumerate(row):
                if x.own[r, c] == (r, c):
                    h, w = x.span[r, c]
                    sp = (f' colspan="{w}"' if w > 1 else "") + (f' rowspan="{h}"' if h > 1 else "")
                    tag = "th" if r == 0 else "td"
                    inner = "<br>".join(escape(p) for p in v.split("\\n"))
                    s += f"<{tag}{sp}><span style=\"font-family:仿宋\">{inner}</span></{tag}>"
            s += "</tr>\n"
        s += "</tbody>\n</table>\n"
    with open(path, "w", encoding="utf-8") as f:
        f.write(s + "</div>\n</body>\n</html>\n")


def separated(shape, path):
    buf = io.StringIO()
    w = csv.writer(buf, lineterminator="\r\n")
    t = shape.tables[0]
    for r, row in enumerate(t.raw):
        w.writerow([plain(v) if t.own[r, c] == (r, c) else "" for c, v in enumerate(row)])
    with open(path, "wb") as f:
        f.write(buf.getvalue().encode("gbk"))


def dump(shape, path):
    """The text of a Word file as a converter leaves it: a row between empty lines, a cell after a tab."""
    out = []
    for kind, x, text in shape.blocks:
        if kind == "p":
            out += [text, ""]
            continue
        for r, row in enumerate(x.raw):
            for c, v in enumerate(row):
                if v == "<":
                    continue
                shape.lines[letters(c + 1) + str(r + 1)] = len(out) + 1
                own = x.own[r, c] == (r, c)
                out += ("\t" + (v.replace("\\n", "\n") if own else "")).split("\n")
            out.append("")
    if path:
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(out) + "\n")


# ---- making ----

def soffice(target, ext, files, folder):
    if files:
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", target, "--outdir", folder] + files,
                           check=True, stdout=subprocess.DEVNULL)


def make(shapes):
    os.makedirs(OUT, exist_ok=True)
    queue = {}
    with tempfile.TemporaryDirectory() as tmp:
        for s in shapes:
            path, ext = os.path.join(OUT, s.out), s.out.rsplit(".", 1)[1]
            if s.via == "hand":
                by_hand(s, path)
            elif s.via == "openpyxl":
                workbook(s, path)
            elif s.via == "html":
                web(s, path)
            elif s.via == "csv":
                separated(s, path)
            elif s.via == "txt":
                dump(s, path)
            else:
                text = ext in ("docx", "doc")
                source = os.path.join(tmp, s.name + (".fodt" if text else ".xlsx"))
                (flat if text else workbook)(s, source)
                queue.setdefault(ext, []).append(source)
        for ext, files in sorted(queue.items()):
            target = {"doc": "doc:MS Word 97", "docx": "docx:Office Open XML Text", "xls": "xls:MS Excel 97", "ods": "ods",
                      "xlsx": "xlsx:Calc MS Excel 2007 XML"}[ext]
            soffice(target, ext, files, OUT)
            for f in files:
                made = os.path.join(OUT, os.path.basename(f).rsplit(".", 1)[0] + "." + ext)
                if ext not in ("doc", "xls"):
                    again(made)


# ---- expectations ----

def expand(s):
    with open(os.path.join(SHAPES, s.name + ".expect"), encoding="utf-8") as f:
        text = f.read()
    if s.via == "txt":
        dump(s, None)

    def put(m):
        if m[1]:
            return f"L{s.lines[m[1]]}"
        if m[2]:
            v = plain(s.paras[int(m[2][1:]) - 1])
        else:
            v = s.tables[int(m[3] or 1) - 1].text(m[4])
        if m[5]:
            v = v.split("\n")[int(m[5]) - 1]
        return json.dumps(v, ensure_ascii=False)

    def deadline(m):
        words, kind, times = m[1], m[2], m[3]
        if kind[0].isdigit():
            return f"{{text: {words}, kind: date, due: {kind}}}"
        if times:
            return f"{{text: {words}, kind: count, every: {kind}, times: {times}}}"
        if kind in ("week", "month", "quarter", "half", "year"):
            return f"{{text: {words}, kind: recurring, every: {kind}}}"
        return f"{{text: {words}, kind: {kind}}}"

    text = re.sub(r"\bD\((\S+) ([-a-z0-9]+)(?: (\d+))?\)", deadline, text)
    return re.sub(r"@@([A-Z]\d+)|@(?:(P\d+)|(?:(\d+)!)?([A-Z]\d+))(?:/(\d+))?", put, text)


def squeeze(v):
    return re.sub(r"\s", "", v)


def check(s, text):
    want, errors, n = yaml.safe_load(text), [], 0
    source = squeeze(s.everything())

    def there(v, what):
        if squeeze(v) not in source:
            errors.append(f"{what} not in the source: {v}")

    def at(ref, sheet):
        if ref[:1] == "P":
            if not 1 <= int(ref[1:]) <= len(s.paras):
                errors.append(f"no paragraph {ref}")
        elif s.via == "txt":
            if int(ref[1:]) not in s.lines.values():
                errors.append(f"no cell at {ref}")
        else:
            t = next((t for i, t in enumerate(s.tables) if sheet in (t.name or f"表{i + 1}", f"表{i + 1}")), s.tables[0])
            m = re.fullmatch(r"([A-Z])(\d+)", ref)
            r, c = int(m[2]) - 1, ord(m[1]) - 65
            return t, r, c

    there(want["title"], "title")
    numbers = []
    for ch in want["chapters"]:
        there(ch["title"], "chapter")
        for se in ch["sections"]:
            there(se["title"], "section")
            for task in se["tasks"]:
                there(task["title"], "task")
                numbers.append(task["number"])
                for it in task["items"]:
                    n += 1
                    if set(it) - {"requirement", "lead", "responsible", "cooperating", "deadlines", "extra", "cell", "sheet"}:
                        errors.append(f"keys of {it}")
                    there(it["requirement"], "requirement")
                    for k in ("lead", "responsible", "cooperating"):
                        for u in it.get(k, []):
                            there(u, "unit")
                    for d in it.get("deadlines", []):
                        there(d["text"], "deadline")
                        if d["kind"] not in ("date", "recurring", "count", "continuous", "relative", "prompt", "periodic"):
                            errors.append(f"kind {d}")
                        if (d["kind"] == "date") != isinstance(d.get("due"), datetime.date):
                            errors.append(f"due {d}")
                    for v in it.get("extra", {}).values():
                        there(v, "extra")
                    place = at(it["cell"], it.get("sheet", ""))
                    if place:
                        t, r, c = place
                        first = next((i for i in range(len(t.widths)) if t.own[r, i] == (r, i) and t.raw[r][i]), None)
                        if first != c:
                            errors.append(f"{it['cell']}: the row's first written cell is {letters((first or 0) + 1)}{r + 1}")
    for f in want["findings"]:
        if f.get("cell"):
            at(f["cell"], f.get("sheet", ""))
    if "示例数据，纯属虚构" not in source:
        errors.append("not marked as an example")
    if not 12 <= n <= 40:
        errors.append(f"{n} items")
    print(f"{s.out:32} {len(want['chapters'])} chapters, {len(numbers)} tasks, {n} items: {numbers}")
    for e in errors:
        print("  ", e)
    return not errors


def main():
    args = [a for a in sys.argv[1:] if a != "--check"]
    names = args or sorted(f[:-4] for f in os.listdir(SHAPES) if f.endswith(".src"))
    shapes = [Shape(n) for n in names]
    good = True
    os.makedirs(OUT, exist_ok=True)
    for s in shapes:
        text = expand(s)
        good &= check(s, text)
        with open(os.path.join(OUT, s.name + ".yaml"), "w", encoding="utf-8") as f:
            f.write(text)
    if "--check" not in sys.argv:
        make(shapes)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
