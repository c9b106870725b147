package workbook

import (
	"bytes"
	"testing"
)

func TestLedgerLook(t *testing.T) {
	in := round(t, 47, 39)
	write(t, func(b *bytes.Buffer) error { return Ledger(b, in) })
}

func TestChaseLook(t *testing.T) {
	in := round(t, 47, 39)
	write(t, func(b *bytes.Buffer) error { return Chase(b, in) })
}

func TestPlanLook(t *testing.T) {
	in := round(t, 47, 39)
	write(t, func(b *bytes.Buffer) error { return Plan(b, in) })
}
