package form

import (
	"strconv"
	"strings"

	"zwgk/pkg/policy"
)

// The formulas of a blank keep to functions of Excel 2003, so that WPS, old
// programs and files saved as .xls calculate them too. Nothing in them fails on
// texts over 255 characters, and what is asked of a cell with an error is false.

// expression is a formula or a part of one, without the leading =.
type expression = string

func quoted(s string) expression { return policy.FormulaText(s) }

// constants writes an array of texts.
func constants(list []string) expression {
	var parts []string
	for _, s := range list {
		parts = append(parts, quoted(s))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// without takes characters out of a text.
func without(x expression, characters ...expression) expression {
	for _, c := range characters {
		x = "SUBSTITUTE(" + x + "," + c + `,"")`
	}
	return x
}

func literals(characters string) []expression {
	var out []expression
	for _, r := range characters {
		out = append(out, quoted(string(r)))
	}
	return out
}

// isOneOf asks whether a text is one of a list, spaces around it aside.
func isOneOf(x expression, list []string) expression {
	return `ISNUMBER(1/SUMPRODUCT(--(TRIM(SUBSTITUTE(` + x + `,"　"," "))=` + constants(list) + `)))`
}

// strokes is what people put into a cell that they leave empty; value.Blank
// knows all of them.
const strokes = "-/\\—－―–／_"

// unfilled asks whether a cell is empty, or holds a stroke or two.
func unfilled(x expression) expression {
	list := []string{"", "--", "——"}
	for _, r := range strokes {
		list = append(list, string(r))
	}
	return isOneOf(x, list)
}

// showsNothing asks whether a cell is empty but for spaces and strokes in any number.
func showsNothing(x expression) expression {
	rest := without(x, append(literals(" 　"+strokes), "CHAR(10)", "CHAR(13)", "CHAR(9)")...)
	return "ISNUMBER(1/(LEN(" + rest + ")=0))"
}

// characters counts those of a text without punctuation, nearly as the
// check does.
func characters(x expression) expression {
	return "LEN(" + without(x, append(literals(" 　，。、；：！？“”‘’（）《》〔〕【】…·,.;:!?()%/-—~"), "CHAR(10)")...) + ")"
}

func anyOf(list []expression) expression {
	if len(list) == 1 {
		return list[0]
	}
	return "OR(" + strings.Join(list, ",") + ")"
}

const (
	codeCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
	addressEnds    = "，。；、！？）》”<>\"'　" // where a web address ends, besides at a space
	addressReach   = 120               // characters of an address that are looked at in front of a number
)

// privateNumber asks for an identity-card number or a mobile number in a text.
// It finds whatever value.PrivateNumbers does, and some numbers more: it knows no
// check characters, no amounts, and no addresses without http or www.
type privateNumber struct {
	cell, text, at, code expression
}

func newPrivateNumber(x expression) privateNumber {
	return privateNumber{cell: x, text: "ASC(" + x + ")", at: "ROW($A$1:INDEX($A:$A,LEN(" + x + ")+1))", code: quoted(codeCharacters)}
}

// part is a piece of the text from each of its characters on. Behind the end
// there are marks that are no part of a number.
func (p privateNumber) part(from, length int) expression {
	at := p.at
	if from > 0 {
		at += "+" + strconv.Itoa(from)
	}
	return "MID(" + p.text + `&"~~~~~~~~~~~~~~~~~~~~",` + at + "," + strconv.Itoa(length) + ")"
}

// alone asks that no code goes on in front, and that the number is not within a
// web address. A number with spaces in it is not.
func (p privateNumber) alone() expression {
	words := p.cell
	for _, end := range append(literals(addressEnds), "CHAR(10)") {
		words = "SUBSTITUTE(" + words + "," + end + `," ")`
	}
	reach := strconv.Itoa(addressReach)
	before := `MID(REPT("~",` + reach + ")&ASC(" + words + ")," + p.at + "," + reach + ")"
	word := "RIGHT(SUBSTITUTE(" + before + `," ",REPT(" ",` + reach + "))," + reach + ")"
	address := `((ISNUMBER(SEARCH("http",` + word + `))+ISNUMBER(SEARCH("www.",` + word + ")))>0)*ISERROR(FIND(\" \"," + p.part(0, 9) + "))"
	return `ISERROR(FIND(MID("~"&` + p.text + "," + p.at + ",1)," + p.code + "))*(1-" + address + ")"
}

// shortest is the length below which no text holds a private number.
const shortest = 11

func (p privateNumber) identity() expression {
	century := p.part(6, 2)
	return "SUMPRODUCT(ISNUMBER(-" + p.part(0, 17) + ")*ISNUMBER(FIND(" + p.part(17, 1) + `,"0123456789Xx"))*((` + century + `="19")+(` + century + `="20"))*` +
		p.alone() + "*ISERROR(FIND(" + p.part(18, 1) + "," + p.code + ")))>0"
}

func (p privateNumber) mobile() expression {
	rest := "LEFT(" + without(p.part(3, 10), quoted("-"), quoted("—"), quoted(" ")) + ",8)"
	longer := `ISNUMBER(-("1"&` + p.part(0, 11) + "))*ISNUMBER(FIND(" + p.part(11, 1) + "," + p.code + "))"
	country := `(MID("~~"&` + p.text + "," + p.at + `,2)="86")`
	return "SUMPRODUCT((" + p.part(0, 1) + `="1")*ISNUMBER(FIND(` + p.part(1, 1) + `,"3456789"))*ISNUMBER(FIND(` + p.part(2, 1) + `,"0123456789"))*ISNUMBER(-("1"&` + rest +
		"))*(LEN(" + rest + `)=8)*ISERROR(FIND(".",` + rest + "))*(((" + p.alone() + ")+" + country + ")>0)*(1-" + longer + "))>0"
}

// card asks for a bank-card number: 16 digits and more of UnionPay, or any where
// the text speaks of a card or an account.
func (p privateNumber) card() expression {
	const digits = "16"
	rest := "LEFT(" + without(p.part(0, 19), quoted("-"), quoted(" ")) + "," + digits + ")"
	called := "(COUNT("
	for i, word := range []string{"卡", "账", "帐"} {
		if i > 0 {
			called += ","
		}
		called += "FIND(" + quoted(word) + "," + p.cell + ")"
	}
	called += ")>0)"
	return "SUMPRODUCT(ISNUMBER(FIND(" + p.part(0, 1) + `,"123456789"))*ISNUMBER(-("1"&` + rest + "))*(LEN(" + rest + ")=" + digits + `)*ISERROR(FIND(".",` + rest +
		"))*(((" + p.part(0, 2) + `="62")+` + called + ")>0)*" + p.alone() + ")>0"
}

// day writes, from a cell with a date and in three steps for which it names the
// cells, the day number: what a text says without its words, the same with
// year and day, and the number. Of a month it is the first day. "" means that
// there is no date to go by, "?" that there is one that no calendar has, or
// that is not understood. Where idle holds, nothing is said.
type day struct {
	cell, idle    expression
	plain, whole  expression // cells of the first two steps
	year          int
	words, months []string
}

func (d day) steps() [3]expression {
	text := "TRIM(ASC(" + d.cell + "))"
	for _, tail := range d.months {
		text = "SUBSTITUTE(" + text + "," + quoted(tail) + `,"")`
	}
	for _, c := range []string{"年", "月", "/", "."} {
		text = "SUBSTITUTE(" + text + "," + quoted(c) + `,"-")`
	}
	text = without(text, quoted("日"), quoted("号"))
	nothing := []expression{"ISNUMBER(" + d.cell + ")", unfilled(d.cell), isOneOf(d.cell, d.words)}
	if d.idle != "" {
		nothing = append(nothing, d.idle)
	}
	whole := d.plain
	if d.year > 0 {
		whole = `IF(FIND("-",` + d.plain + `&"-")<4,"` + strconv.Itoa(d.year) + `-","")&` + d.plain
	}
	whole += `&IF(RIGHT(` + d.plain + `)="-","1","")`
	return [3]expression{`IF(` + anyOf(nothing) + `,"",` + text + `)`, `IF(` + d.plain + `="","",` + whole + `)`, d.number()}
}

// number takes year, month and day apart itself: what DATEVALUE understands
// depends on the machine.
func (d day) number() expression {
	w := d.whole
	dash := `FIND("-",` + w + ",6)"
	y, m, n := "LEFT("+w+",4)", "MID("+w+",6,"+dash+"-6)", "MID("+w+","+dash+"+1,9)"
	date := "DATE(" + y + "," + m + "," + n + ")"
	sound := "AND(MID(" + w + `,5,1)="-",YEAR(` + date + ")=--" + y + ",MONTH(" + date + ")=--" + m + ",DAY(" + date + ")=--" + n + ")"
	middle := d.year
	if middle == 0 {
		middle = 2020
	}
	const far = 20 // years: what lies beyond is a number that nobody meant as a day
	counted := "IF(AND(" + d.cell + ">=DATE(" + strconv.Itoa(middle-far) + ",1,1)," + d.cell + "<=DATE(" + strconv.Itoa(middle+far) + `,12,31)),` + d.cell + `,"?")`
	stated := "IF(ISNUMBER(1/" + sound + ")," + date + `,"?")`
	out := "IF(ISNUMBER(" + d.cell + ")," + counted + ",IF(" + w + `="","",` + stated + "))"
	if d.idle != "" {
		out = "IF(" + d.idle + `,"",` + out + ")"
	}
	return out
}
