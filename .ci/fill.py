"""Types answers into workbooks with LibreOffice, as a clerk at the keyboard would.

usage: fill.py jobs.json

jobs.json is a list of {"from", "to", "format", "sheet", "cells": {"F6": "60%"}, "recalculate": false}.
Every text goes through the program's own input conversion, and a cell that is
locked refuses it, which is an error here. Needs python3-uno and soffice.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {
    "xlsx": [("FilterName", "Calc MS Excel 2007 XML")],
    "csv": [("FilterName", "Text - txt - csv (StarCalc)"), ("FilterOptions", "44,34,76,1")],  # comma, quote, UTF-8
}


def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


def url(path):
    return uno.systemPathToFileUrl(os.path.abspath(path))


def connect(pipe, seconds=60):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(seconds * 5):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # not up yet
            time.sleep(0.2)
    raise SystemExit("soffice does not answer")


def fill(desktop, job):
    doc = desktop.loadComponentFromURL(url(job["from"]), "_blank", 0, (prop("Hidden", True),))
    try:
        sheet = doc.Sheets.getByName(job["sheet"])
        for ref, text in job["cells"].items():
            cell = sheet.getCellRangeByName(ref)
            cell.FormulaLocal = text
            if text and not cell.String:
                raise SystemExit(f'{job["from"]}: {ref} took nothing')
        if job.get("recalculate"):
            doc.calculateAll()
        doc.storeToURL(url(job["to"]), tuple(prop(n, v) for n, v in FILTERS[job["format"]]))
    finally:
        doc.close(True)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        jobs = json.load(f)
    pipe = f"zwgk-fill-{os.getpid()}"
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(["soffice", "--headless", "--norestore", f"-env:UserInstallation={url(profile)}", f"--accept=pipe,name={pipe};urp;"])
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            for job in jobs:
                fill(desktop, job)
            try:
                desktop.terminate()
            except Exception:  # the connection ends with the program
                pass
            office.wait(timeout=60)
        finally:
            office.kill()


if __name__ == "__main__":
    main()
