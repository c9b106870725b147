// Command zwgk-corpus makes the sample county of samples/demo: a county that
// does not exist, with the task table of 2019 under its name, a roster, and two
// rounds of returned sheets in mixed shapes, some of them with planted faults.
// The sheets of the second are filled into blanks that hold what units wrote in
// the first. All figures are invented. It needs LibreOffice for the sheets that are to
// come from there.
//
//	go run ./cmd/zwgk-corpus samples/demo
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: zwgk-corpus samples/demo")
		os.Exit(2)
	}
	if err := makeDemo(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}
