#!/usr/bin/env python3
"""Compares what `zwgk cells` reads with other programs, cell by cell.

    compare.py ZWGK FILE-OR-FOLDER...      prints a line per file; exits 1 when a cell differs

openpyxl answers for .xlsx and .xlsm, xlrd for .xls, SheetJS for every format (where NODE_PATH
has it), LibreOffice for all that it opens (its CSV, as shown on the screen). A file that zwgk
refuses is listed with its reason. NO_OFFICE=1 leaves LibreOffice out.
"""
import csv, datetime, json, math, os, re, shutil, subprocess, sys, tempfile, warnings

warnings.simplefilter("ignore")


def cells_of(zwgk, path):
    out = subprocess.run([zwgk, "cells", path, "--json"], capture_output=True)
    return json.loads(out.stdout)


def ref(row, col):
    s = ""
    while col:
        col, r = divmod(col - 1, 26)
        s = chr(65 + r) + s
    return s + str(row)


def iso(v):
    if isinstance(v, datetime.datetime):
        v = (v + datetime.timedelta(microseconds=500000)).replace(microsecond=0)
        return v.date().isoformat() if v.time() == datetime.time() else v.isoformat()
    if isinstance(v, datetime.timedelta):
        return iso(datetime.datetime(1899, 12, 30) + v)
    return v.isoformat()


def lines(s):
    return re.sub(r"\r*\n|\r", "\n", s.replace("_x000D_", "\r"))


# --- other readers: each gives [(sheet name, visible, {ref: value}, {merged})] ---

def by_openpyxl(path):
    import openpyxl
    book = openpyxl.load_workbook(path, data_only=True)
    out = []
    for ws in book.worksheets:
        cells = {}
        for c in ws._cells.values():  # iter_rows would make every empty cell of a sparse sheet
            if c.value is not None and c.value != "":
                cells[c.coordinate] = c.value
        merged = {str(m) for m in ws.merged_cells.ranges}
        out.append((ws.title, ws.sheet_state == "visible", cells, merged))
    return out


def by_xlrd(path):
    import xlrd
    book = xlrd.open_workbook(path, formatting_info=True, logfile=open(os.devnull, "w"))
    out = []
    for ws in book.sheets():
        cells = {}
        for r in range(ws.nrows):
            for c in range(ws.row_len(r)):
                cell = ws.cell(r, c)
                v = cell.value
                if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or v == "":
                    continue
                if cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    v = bool(v)
                elif cell.ctype == xlrd.XL_CELL_ERROR:
                    v = xlrd.error_text_from_code.get(v, v)
                elif cell.ctype == xlrd.XL_CELL_DATE:
                    v = ("date", v)
                cells[ref(r + 1, c + 1)] = v
        merged = {ref(a + 1, c + 1) + ":" + ref(b, d) for a, b, c, d in ws.merged_cells}
        out.append((ws.name, ws.visibility == 0, cells, merged))
    return out


def by_csv(path):
    data = open(path, "rb").read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    comma = max(",;\t", key=text.count)
    cells = {}
    for r, row in enumerate(csv.reader(text.splitlines(keepends=True), delimiter=comma), 1):
        for c, v in enumerate(row, 1):
            if v:
                cells[ref(r, c)] = v
    return [("表1", True, cells, set())]


def same(mine, theirs):
    """Tells that a cell of zwgk holds what another reader gives."""
    raw = mine["raw"]
    if isinstance(theirs, bool):
        return mine["type"] == "bool" and (raw in ("1", "true", "TRUE")) == theirs
    if isinstance(theirs, tuple):  # a date as a serial number: the type is what counts
        return mine["type"] == "date"
    if isinstance(theirs, (int, float)):
        if mine["type"] == "date":
            return True
        try:
            return math.isclose(float(raw), float(theirs), rel_tol=1e-14, abs_tol=0)
        except ValueError:
            return False
    if isinstance(theirs, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        return mine["type"] == "date" and (raw == iso(theirs) or raw.split("T")[-1] == iso(theirs).split("T")[-1])
    return lines(mine["text"]) == lines(str(theirs)) or lines(raw) == lines(str(theirs))


def compare(mine, theirs, who):
    bad, n = [], 0
    sheets = {s["name"]: s for s in mine["sheets"]}
    if not sheets.keys() & {t[0] for t in theirs} and len(sheets) == len(theirs):
        sheets = {t[0]: s for t, s in zip(theirs, mine["sheets"])}  # tables without names
    for name, visible, cells, merged in theirs:
        s = sheets.get(name)
        if s is None:
            bad.append(f"{who}: no sheet {name!r}")
            continue
        if s["visible"] != visible:
            bad.append(f"{who}: {name} visible {s['visible']}, not {visible}")
        if {m for m in s["merged"] if ":" in m} != {m for m in merged if ":" in m and m.split(":")[0] != m.split(":")[1]}:
            bad.append(f"{who}: {name} merged {s['merged']}, not {sorted(merged)}")
        own = {c["ref"]: c for c in s["cells"] if c["text"] != "" or c["raw"] != ""}
        for at, v in cells.items():
            n += 1
            if at not in own:
                bad.append(f"{who}: {name}!{at} is missing, holds {v!r}")
            elif not same(own[at], v):
                bad.append(f"{who}: {name}!{at} is {own[at]['raw']!r}, not {v!r}")
        for at in own:
            if at not in cells:
                bad.append(f"{who}: {name}!{at} is {own[at]['text']!r}, not there")
    return n, bad


def by_libreoffice(paths):
    """Converts the files to CSV, a file per sheet; gives {path: [(sheet, rows)]}."""
    tmp = tempfile.mkdtemp()
    filt = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    made = os.path.join(tmp, "csv")
    os.mkdir(made)
    names = {}  # each under a name of its own
    for i, path in enumerate(paths):
        names[path] = "f%04d" % i
        shutil.copy(path, os.path.join(tmp, names[path] + os.path.splitext(path)[1]))
    todo = list(paths)
    while todo:  # one call for all; a file that it falls over ends the call, and is left out
        subprocess.run(["soffice", "-env:UserInstallation=file://" + os.path.join(tmp, "profile"), "--headless", "--convert-to", filt, "--outdir", made]
                       + [os.path.join(tmp, names[p] + os.path.splitext(p)[1]) for p in todo], capture_output=True)
        have = {f[:5] for f in os.listdir(made)}
        last = max([i for i, p in enumerate(todo) if names[p] in have], default=-1)
        todo = todo[last + 2:]
    out = {}
    for path, stem in names.items():
        out[path] = []
        for f in sorted(os.listdir(made)):
            if f.startswith(stem):
                rows = list(csv.reader(open(os.path.join(made, f), encoding="utf-8", newline="")))
                out[path].append((f[len(stem) + 1:-len(".csv")], rows))
    shutil.rmtree(tmp)
    return out


def shown(mine, sheets):
    """Compares the texts as shown. LibreOffice's own wording of dates and errors is not ours to
    judge, nor are formulas: it works them out anew, and we show what the file holds (the other readers do, too)."""
    bad, n = [], 0
    own = {s["name"].replace("/", "_"): s for s in mine["sheets"]}
    for name, rows in sheets:
        s = own.get(name) or (mine["sheets"][0] if len(mine["sheets"]) == 1 else None)
        if s is None:
            if any(text for row in rows for text in row):  # a chart sheet has none
                bad.append(f"LibreOffice: no sheet {name!r}")
            continue
        cells = {c["ref"]: c for c in s["cells"]}
        for r, row in enumerate(rows, 1):
            for c, text in enumerate(row, 1):
                mine_c = cells.get(ref(r, c))
                if text == "" and (mine_c is None or mine_c["text"] == "") or mine_c and mine_c["formula"]:
                    continue
                n += 1
                if mine_c is None:
                    bad.append(f"LibreOffice: {name}!{ref(r, c)} is missing, shows {text!r}")
                elif lines(mine_c["text"]).strip() != lines(text).strip() and mine_c["type"] in ("text", "number", "bool"):
                    bad.append(f"LibreOffice: {name}!{ref(r, c)} shows {mine_c['text']!r}, not {text!r}")
    return n, bad


def by_sheetjs(paths):
    """Gives {path: sheets}; empty without node or the module, None for what it cannot read."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sheetjs.js")
    if not shutil.which("node") or not os.environ.get("NODE_PATH"):
        return {}
    out = {}
    for path in paths:
        try:
            run = subprocess.run(["node", "--max-old-space-size=2000", script, path], capture_output=True, timeout=60)
            got = json.loads(run.stdout)
        except (ValueError, subprocess.TimeoutExpired):
            got = {"error": "no answer"}
        out[path] = None if got["error"] else [(x["name"], x["visible"], x["cells"], set(x["merged"])) for x in got["sheets"]]
    return out


READERS = {"xlsx": by_openpyxl, "xlsm": by_openpyxl, "xls": by_xlrd, "csv": by_csv}
NAMES = {by_openpyxl: "openpyxl", by_xlrd: "xlrd", by_csv: "Python"}


def main():
    zwgk, paths = sys.argv[1], []
    for arg in sys.argv[2:]:
        if os.path.isdir(arg):
            for folder, _, files in sorted(os.walk(arg)):
                paths += [os.path.join(folder, f) for f in sorted(files) if not f.startswith((".", "LICENSE"))]
        else:
            paths.append(arg)
    office = by_libreoffice(paths) if shutil.which("soffice") and not os.environ.get("NO_OFFICE") else {}
    scripts = by_sheetjs(paths)
    failed = 0
    for path in paths:
        mine = cells_of(zwgk, path)
        report, bad = [], []
        if mine["error"]:
            report.append("refused: %s (%s)" % (mine["error"]["kind"], mine["error"]["message"].split("。")[0]))
        reader = READERS.get(mine["format"])
        if reader:
            try:
                n, differ = compare(mine, reader(path), NAMES[reader])
                report.append(f"{NAMES[reader]} {n} cells")
                bad += differ
            except Exception as e:
                report.append(f"{NAMES[reader]} cannot read it ({type(e).__name__})")
        if path in scripts and not mine["error"] and mine["format"] not in ("csv", "txt"):
            if scripts[path] is None:
                report.append("SheetJS cannot read it")
            elif mine["format"] == "ods" and any(x["merged"] for x in mine["sheets"]):
                report.append("SheetJS counts columns wrongly behind merges of .ods")
            else:
                n, differ = compare(mine, scripts[path], "SheetJS")
                report.append(f"SheetJS {n} cells")
                bad += differ
        if office.get(path) and not mine["error"] and mine["format"] not in ("csv", "txt"):
            n, differ = shown(mine, office[path])
            report.append(f"LibreOffice {n} cells")
            bad += differ
        if mine["error"]:
            bad = []
        print("|", os.path.basename(path), "|", mine["format"] or "–", "|", "; ".join(report) or "nobody to compare with", "|",
              "refused" if mine["error"] else f"{len(bad)} differ" if bad else "equal" if "cells" in "".join(report) else "not compared", "|")
        for line in bad[:6]:
            print("     ", line)
        failed += bool(bad)
    print(f"{len(paths)} files, {failed} with differences")
    sys.exit(failed > 0)


main()
