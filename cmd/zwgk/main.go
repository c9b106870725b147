// Command zwgk turns an official task table and the sheets that units send
// back into a checked ledger, scores and printed reports.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"zwgk/pkg/policy"
	"zwgk/pkg/project"
)

// Exit codes, as in docs/architecture.md.
const (
	exitDone   = 0
	exitErrors = 1 // done, and what came in has errors
	exitUsage  = 2 // wrong usage or settings
	exitFailed = 3
)

func main() { os.Exit(run(os.Args, os.Stdout, os.Stderr)) }

// run is the whole command; it returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	app := newApp(stdout, stderr)
	err := app.Run(flagsFirst(app, helpAsFlag(args)))
	if err == nil {
		return exitDone
	}
	var code exitCode
	if errors.As(err, &code) {
		return int(code)
	}
	fmt.Fprintf(stderr, "错误：%s\n", err)
	var usage *project.UsageError
	var misuse *misuseError
	var slip *policy.Error
	if errors.As(err, &usage) || errors.As(err, &misuse) || errors.As(err, &slip) {
		return exitUsage
	}
	return exitFailed
}

// helpAsFlag takes zwgk help and zwgk help run as people mean them.
func helpAsFlag(args []string) []string {
	if len(args) < 2 || args[1] != "help" {
		return args
	}
	return slices.Concat(args[:1], args[2:], []string{"--help"})
}

// exitCode ends the command with a code and no further message.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

// misuseError is a wrong call of the command.
type misuseError struct{ message string }

func (e *misuseError) Error() string { return e.message }

func misuse(format string, args ...any) error { return &misuseError{fmt.Sprintf(format, args...)} }

func newApp(stdout, stderr io.Writer) *cli.App {
	app := &cli.App{
		Name:                  "zwgk",
		Usage:                 "政务公开任务：下发、收表、检查、汇总、评分、出报告",
		HideVersion:           true,
		HideHelpCommand:       true,
		Writer:                stdout,
		ErrWriter:             stderr,
		Commands:              commands(),
		CustomAppHelpTemplate: appHelp,
		OnUsageError:          usageError,
		ExitErrHandler:        func(*cli.Context, error) {},
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return misuse("没有 “%s” 这个命令。运行 zwgk --help 看有哪些命令。", c.Args().First())
			}
			return cli.ShowAppHelp(c)
		},
	}
	for _, cmd := range app.Commands {
		cmd.CustomHelpTemplate = commandHelp
		cmd.OnUsageError = usageError
		cmd.HideHelpCommand = true
	}
	return app
}
