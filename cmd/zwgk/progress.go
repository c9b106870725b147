package main

import (
	"io"
	"os"

	"github.com/cheggaaa/pb/v3"
	"github.com/mattn/go-isatty"
)

// progressBar shows how far long work is, on a terminal only: nothing in a
// pipe, and nothing for a few files.
func progressBar(w io.Writer) func(stage string, done, total int) {
	f, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return nil
	}
	var bar *pb.ProgressBar
	stageNow := ""
	return func(stage string, done, total int) {
		const few = 20
		if total < few {
			return
		}
		if bar == nil || stage != stageNow {
			bar, stageNow = pb.New(total).SetWriter(w), stage
			bar.SetTemplateString(`{{string . "stage"}} {{bar . "[" "=" ">" " " "]"}} {{counters .}}`)
			bar.Set("stage", stage).Set(pb.CleanOnFinish, true)
			bar.Start()
		}
		bar.SetCurrent(int64(done))
		if done == total {
			bar.Finish()
			bar = nil
		}
	}
}
