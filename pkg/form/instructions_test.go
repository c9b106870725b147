package form

import (
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/policy"
)

func instructionsWith(t *testing.T, lines []string, min string, off ...string) []string {
	t.Helper()
	spec := testSpec(t)
	spec.layout.Instructions.Lines = nil
	for _, l := range lines {
		spec.layout.Instructions.Lines = append(spec.layout.Instructions.Lines, policy.Text{Value: l})
	}
	for i := range spec.columns {
		if spec.columns[i].Field == FieldProgressText && min == "0" {
			spec.columns[i].MinText = 0
		}
	}
	b := &blank{spec: spec, in: BlankInput{Off: off}}
	return b.instructionLines()
}

// What follows from a rule is left out with it, and the numbers close up.
func TestInstructionsFollowTheRules(t *testing.T) {
	lines := []string{"一、进展情况：写清做了什么。〔E03：不少于 {min} 字。〕〔E03：不要只写“已完成”。〕", "二、〔P01、P02：不要填写个人信息。〕", "说明：照旧", "三、报送。"}
	for _, k := range []struct {
		name, min string
		off       []string
		want      []string
	}{
		{"all on", "20", nil, []string{"一、进展情况：写清做了什么。不少于 20 字。不要只写“已完成”。", "二、不要填写个人信息。", "说明：照旧", "三、报送。"}},
		{"one off", "20", []string{"E03", "P01"}, []string{"一、进展情况：写清做了什么。", "二、不要填写个人信息。", "说明：照旧", "三、报送。"}},
		{"a line off", "20", []string{"P01", "P02"}, []string{"一、进展情况：写清做了什么。不少于 20 字。不要只写“已完成”。", "说明：照旧", "二、报送。"}},
		{"any length", "0", nil, []string{"一、进展情况：写清做了什么。不要只写“已完成”。", "二、不要填写个人信息。", "说明：照旧", "三、报送。"}},
	} {
		if got := instructionsWith(t, lines, k.min, k.off...); !slices.Equal(got, k.want) {
			t.Errorf("%s: %q", k.name, got)
		}
	}
}

func TestSlipsInInstructions(t *testing.T) {
	file, words := specFiles(t)
	good := string(file.Data)
	for old, slip := range map[string]string{"〔E03：不少于 {min} 字。〕": "〔E03：不少于 {min} 字。", "〔L01：": "〔L01 ", "写法如 {date}；没有完成的不填": "写法如 {day}；没有完成的不填"} {
		if !strings.Contains(good, old) {
			t.Fatalf("%s is not in form.yaml", old)
		}
		_, err := ParseSpec(policy.File{Name: "form.yaml", Data: []byte(strings.Replace(good, old, slip, 1))}, words)
		if err == nil || !strings.Contains(err.Error(), "form.yaml 第 ") || !strings.Contains(err.Error(), "^") {
			t.Errorf("%s: %v", slip, err)
		}
	}
}
