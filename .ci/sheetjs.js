// Prints what SheetJS reads in each file, a line of JSON per file: a peer for compare.py.
const XLSX = require("xlsx");
const fs = require("fs");

const errors = { 0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A" };

for (const path of process.argv.slice(2)) {
  const out = { path, sheets: [], error: "" };
  try {
    const book = XLSX.read(fs.readFileSync(path), { type: "buffer", raw: true, cellNF: false, cellHTML: false, cellText: false, cellDates: false, dense: false });
    book.SheetNames.forEach((name, i) => {
      const sheet = book.Sheets[name];
      if (sheet["!type"] === "chart" || (!sheet["!ref"] && sheet["!charts"])) return;
      const cells = {};
      for (const at of Object.keys(sheet)) {
        const c = sheet[at];
        if (at[0] === "!" || c.t === "z" || c.v === undefined || c.v === "") continue;
        cells[at] = c.t === "e" ? errors[c.v] || c.w || "#ERROR" : c.v;
      }
      const info = (book.Workbook && book.Workbook.Sheets && book.Workbook.Sheets[i]) || {};
      const visible = !info.Hidden;
      out.sheets.push({ name, visible, cells, merged: (sheet["!merges"] || []).map((m) => XLSX.utils.encode_range(m)) });
    });
  } catch (e) {
    out.error = String(e.message || e);
  }
  console.log(JSON.stringify(out));
}
