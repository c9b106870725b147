package grid

import (
	"fmt"
	"math/rand"
	"reflect"
	"strings"
	"testing"
)

// randomDoc makes a document of random tables and paragraphs, and what must be
// read from it: cells that lie between random edges, merged both ways.
func randomDoc(rnd *rand.Rand) (docFile, string) {
	var f docFile
	var want []string
	if rnd.Intn(2) == 0 {
		f.pieces = 1 + rnd.Intn(9)
	}
	plain := func() {
		text := fmt.Sprintf("段%d", rnd.Intn(100))
		f.paras, want = append(f.paras, docText(text)), append(want, text)
	}
	for range rnd.Intn(3) {
		plain()
		want = append(want, randomDocTable(rnd, &f))
	}
	plain()
	return f, strings.Join(want, "\n")
}

func randomDocTable(rnd *rand.Rand, f *docFile) string {
	rows, cols := 1+rnd.Intn(6), 1+rnd.Intn(6)
	var cells, merges []string
	above := make([]string, cols) // the merge that may go on below, as "top,left,right"
	for r := 1; r <= rows; r++ {
		edges, flags := []int{0}, []int{}
		var next = make([]string, cols)
		for c := 1; c <= cols; {
			last := c + rnd.Intn(min(2, cols-c+1))
			if r == 1 { // has the edges of all columns
				last = c
			}
			key, flag, text := "", 0, fmt.Sprintf("%d字", rnd.Intn(1000))
			var top, left, right int
			if n, _ := fmt.Sscanf(above[c-1], "%d,%d,%d", &top, &left, &right); n == 3 && rnd.Intn(2) == 0 {
				last, flag, text, key = right, downOn, "", above[c-1]
			} else if rnd.Intn(3) == 0 {
				flag, key = downFirst, fmt.Sprintf("%d,%d,%d", r, c, last)
			}
			if text != "" && rnd.Intn(5) > 0 {
				cells = append(cells, Ref(r, c)+"="+text)
			} else {
				text = ""
			}
			if key == "" && last > c {
				merges = append(merges, Range{r, c, r, last}.String())
			}
			if key != "" && flag == downFirst {
				merges = append(merges, "?"+key)
			}
			next[c-1] = key
			f.paras = append(f.paras, cellOf(text))
			edges, flags = append(edges, last*600+rnd.Intn(sameEdge)), append(flags, flag)
			c = last + 1
		}
		merges = ended(merges, above, next, r-1)
		above = next
		f.paras = append(f.paras, rowEndOf(edges, flags...))
	}
	merges = ended(merges, above, make([]string, cols), rows)
	line := "[" + strings.Join(cells, "|") + "]"
	for _, m := range merges {
		if m != "" {
			line += " " + m
		}
	}
	return line
}

// ended writes the last row of the merges that do not go on below.
func ended(merges, above, next []string, row int) []string {
	for _, key := range above {
		goesOn := false
		for _, n := range next {
			goesOn = goesOn || n == key
		}
		if key == "" || goesOn {
			continue
		}
		var top, left, right int
		_, _ = fmt.Sscanf(key, "%d,%d,%d", &top, &left, &right)
		for i := range merges {
			if merges[i] == "?"+key {
				merges[i] = ""
				if m := (Range{top, left, row, right}); top != row || left != right {
					merges[i] = m.String()
				}
			}
		}
	}
	return merges
}

func TestDocRandom(t *testing.T) {
	for seed := range int64(400) {
		f, want := randomDoc(rand.New(rand.NewSource(seed)))
		if got := told(Read("a.doc", docOf(t, f), Limits{})); got != want {
			t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, got, want)
		}
	}
}

// FuzzDoc reads main, table and data streams without the recover of Read: no
// panic, the same twice, within the limits.
func FuzzDoc(f *testing.F) {
	add := func(d docFile) {
		main, table, data := d.streams()
		f.Add(main, table, data)
	}
	for seed := range int64(8) {
		d, _ := randomDoc(rand.New(rand.NewSource(seed)))
		add(d)
	}
	add(listed(docText("甲", prl(sprmList, 1)), docText("乙", prl(sprmList, 3))))
	lim := Limits{Cells: 5000, Text: 1 << 20}
	f.Fuzz(func(t *testing.T, main, table, data []byte) {
		read := func() *Workbook {
			b := newBudget(lim)
			c, err := openContainer(compoundOf(t, stream{"WordDocument", main}, stream{"1Table", table}, stream{"0Table", table}, stream{"Data", data}), b)
			if err != nil {
				t.Fatal(err)
			}
			return readDoc(c)
		}
		a, b := read(), read()
		if !reflect.DeepEqual(a, b) {
			t.Fatal("two readings differ")
		}
		text := 0
		for _, p := range a.Paragraphs {
			text += len(p.Text)
		}
		for _, s := range a.Sheets {
			for i := range s.Cells {
				text += len(s.Cells[i].Text)
			}
		}
		if most := 3*len(main) + 200*len(a.Paragraphs) + 1<<20; text > most {
			t.Fatalf("%d bytes of text from %d", text, len(main))
		}
	})
}
