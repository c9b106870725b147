// Package samples embeds the real task table of 2019 and a county that does not
// exist, with two rounds of returned sheets.
package samples

import "embed"

// FS holds weishan-2019/ (public documents, no returns) and demo/.
//
//go:embed all:weishan-2019 all:demo
var FS embed.FS
