package intake

import "fmt"

// Kind says why a file cannot be used. The words are those of grid.Kind, and
// one for what did not come at all.
type Kind string

const (
	Encrypted   Kind = "encrypted"
	Corrupt     Kind = "corrupt"
	Unsupported Kind = "unsupported"
	TooLarge    Kind = "too_large"
	Empty       Kind = "empty"
	NotATable   Kind = "not_a_table"
	Linked      Kind = "linked" // the mail has only a link to it
)

// Error is what is wrong with a file that came in. Message is Chinese, for
// people: a first sentence says what was found, the rest what to do.
type Error struct {
	Kind    Kind
	Message string
	Inbox   bool // what all files together may be is passed: for the office to settle, not for a unit
}

func (e *Error) Error() string { return e.Message }

func problem(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// overInbox is the refusal of what the inbox has no room for.
func overInbox(format string, args ...any) *Error {
	p := problem(TooLarge, format+"，请分几次处理，或在 project.yaml 的 limits 里放宽。", args...)
	p.Inbox = true
	return p
}

const (
	repack  = "请重新压缩后报送，或不压缩，直接报送里面的文件。"
	noLock  = "请不设密码重新压缩，或直接报送里面的文件。"
	asZip   = "请改用 .zip 重新压缩，或不压缩，直接报送里面的文件。"
	inParts = "请不分卷重新压缩，或在本机解压后报送里面的文件。"
)
