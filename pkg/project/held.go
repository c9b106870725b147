//go:build !windows

package project

import "syscall"

// errHeld is what the system says when another program has a file open.
const errHeld = syscall.ETXTBSY
