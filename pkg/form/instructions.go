package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// conditional is a part of an instruction that follows from rules: 〔E03：…〕 or
// 〔P01、P02：…〕. It is left out when all of them are switched off.
var conditional = regexp.MustCompile(`〔([A-Z][0-9]{2}(?:、[A-Z][0-9]{2})*)：([^〔〕]*)〕`)

// numbered is a line that begins with its number.
var numbered = regexp.MustCompile(`^[一二三四五六七八九十]+、`)

// instructionNames are what instructions can name in braces.
var instructionNames = []string{"office", "choices", "min", "date"}

// verifyInstructions tells of a part that is not written as it should be.
func (s *Spec) verifyInstructions(f policy.File) error {
	for _, l := range s.layout.Instructions.Lines {
		if err := f.Names(l, instructionNames); err != nil {
			return err
		}
		if strings.ContainsAny(conditional.ReplaceAllString(l.Value, ""), "〔〕") {
			return f.Errorf(l.Pos, nil, "这一句里的〔〕应当写成 〔E03：……〕，里面先写规则的代码和冒号")
		}
	}
	return nil
}

// InstructionCodes lists the rules that the instructions follow from.
func (s *Spec) InstructionCodes() []string {
	var out []string
	for _, l := range s.layout.Instructions.Lines {
		for _, m := range conditional.FindAllStringSubmatch(l.Value, -1) {
			out = append(out, strings.Split(m[1], "、")...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// instructionLines are the instructions with their names filled in, without what
// follows from rules that are off; numbers close up. A demand of so many
// characters is left out when any number will do.
func (b *blank) instructionLines() []string {
	least := b.spec.MinText(FieldProgressText)
	words := strings.NewReplacer("{office}", b.office(), "{choices}", "“"+strings.Join(b.spec.StatusWords(), "”“")+"”",
		"{min}", strconv.Itoa(least), "{date}", b.exampleDay())
	off := func(code string) bool { return slices.Contains(b.in.Off, code) }
	var out []string
	number := 0
	for _, l := range b.spec.layout.Instructions.Lines {
		text := conditional.ReplaceAllStringFunc(l.Value, func(part string) string {
			m := conditional.FindStringSubmatch(part)
			if codes := strings.Split(m[1], "、"); !slices.ContainsFunc(codes, func(c string) bool { return !off(c) }) {
				return ""
			}
			if least == 0 && strings.Contains(m[2], "{min}") {
				return ""
			}
			return m[2]
		})
		mark := numbered.FindString(text)
		if strings.TrimSpace(text[len(mark):]) == "" {
			continue
		}
		if mark != "" {
			number++
			text = value.Chinese(number) + "、" + text[len(mark):]
		}
		out = append(out, words.Replace(text))
	}
	return out
}
