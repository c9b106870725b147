package grid

import "testing"

// A file that is cut off anywhere is told, or nothing of it was lost.
func TestCutMarkup(t *testing.T) {
	rows := odsCells(odsText1("甲"), odsNumber("float", "0.5", "50%")) + odsCells(odsText1("乙"))
	cells := `<Row>` + xmlCell1("String", "甲") + xmlCell1("Number", "0.5") + `</Row><Row>` + xmlCell1("String", "乙") + `</Row>`
	page := `<html><head><meta charset="utf-8"><style>.a{}</style></head><body><table><tr><td>甲</td><td x:num="0.5">50%</td></tr></table><table><tr><td>乙</td></tr></table></body></html>`
	archive := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n" + page + "\r\n--b\r\nContent-Type: text/html\r\n\r\n" + page + "\r\n--b--\r\n"
	for name, data := range map[string][]byte{"flat ods": fodsOf(odsTable(rows) + odsTable(rows)), "xml": xmlOf("", cells), "html": []byte(page), "mht": []byte(archive), "ods": odsOf(t, odsTable(rows))} {
		t.Run(name, func(t *testing.T) {
			whole := every(Read("a", data, Limits{}))
			for n := 40; n < len(data); n++ {
				wb := Read("a", data[:n], Limits{})
				if wb.Err == nil && wb.Format != "txt" && wb.Format != "csv" && every(wb) != whole {
					t.Fatalf("cut at %d of %d: %q", n, len(data), every(wb))
				}
			}
		})
	}
}
