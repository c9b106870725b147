package project

import "syscall"

// errHeld is what the system says when another program has a file open:
// ERROR_SHARING_VIOLATION.
const errHeld = syscall.Errno(32)
