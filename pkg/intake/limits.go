package intake

import (
	"fmt"
	"time"
)

// Limits bound what archives and mails may cost. A zero field means the
// default. What a container declares of itself is never trusted: sizes are
// counted as bytes come out.
type Limits struct {
	Depth    int           // containers within each other: a mail, an archive, a nested archive; default 3
	Files    int           // members of one container on disk, all levels together; default 20,000
	Inbox    int           // files of all folders, archives and mails together; default 100,000, and no less than five times Files
	Size     int64         // bytes of one file; default 512 MiB
	Inflated int64         // bytes that one container on disk may inflate to, all levels together; default 2 GiB
	Ratio    int           // inflated : packed of one container on disk, beyond 64 MiB; default 200
	Time     time.Duration // spent on one container on disk; default a minute
	Held     int64         // bytes of members kept in memory; the others are read again when asked for; default 256 MiB
}

const (
	// ratioFloor is what any container may inflate to, however small it is: the
	// blank form filled in by sixty units packs 300 : 1 into a solid archive,
	// so that the ratio says nothing of small ones.
	ratioFloor = 64 << 20
	// nestedMost is the largest container that is taken into memory whole: one
	// within another, or a mail.
	nestedMost = 256 << 20
	// heldMost is the largest member that is kept in memory.
	heldMost = 16 << 20
)

func (l Limits) withDefaults() Limits {
	if l.Depth <= 0 {
		l.Depth = 3
	}
	if l.Files <= 0 {
		l.Files = 20_000
	}
	if l.Inbox <= 0 {
		l.Inbox = max(100_000, 5*l.Files)
	}
	if l.Size <= 0 {
		l.Size = 512 << 20
	}
	if l.Inflated <= 0 {
		l.Inflated = 2 << 30
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	if l.Time <= 0 {
		l.Time = time.Minute
	}
	if l.Held <= 0 {
		l.Held = 256 << 20
	}
	return l
}

// spent is what one container on disk has cost, with all that lies in it.
type spent struct {
	lim      Limits
	packed   int64
	inflated int64
	deadline time.Time
	seen     map[string]copyOf // containers opened in it, by hash
}

// copyOf tells where a container was met first, and when it had come.
type copyOf struct{ path, received string }

// newSpent starts the clock: it bounds the work, and no output depends on it
// but the refusal itself.
func newSpent(lim Limits, packed int64) *spent {
	return &spent{lim: lim, packed: packed, deadline: time.Now().Add(lim.Time), seen: map[string]copyOf{}}
}

// stop ends the reading of a whole container on disk.
type stop struct {
	why   *Error
	whole bool // nothing of it is listed
}

func (s *stop) Error() string { return s.why.Message }

// add counts bytes that came out of the container.
func (s *spent) add(n int) error {
	s.inflated += int64(n)
	switch {
	case s.inflated > s.lim.Inflated:
		return &stop{why: problem(TooLarge, "解开后超过 %s 的限制（unpacked），后面的没有读。%s", mib(s.lim.Inflated), repack)}
	case s.inflated > max(ratioFloor, s.packed*int64(s.lim.Ratio)):
		return &stop{why: problem(TooLarge, "解开后超过压缩包大小 %d 倍的限制（ratio），后面的没有读。%s", s.lim.Ratio, repack)}
	}
	return s.tick()
}

// tick looks at the clock.
func (s *spent) tick() error {
	if time.Now().After(s.deadline) {
		return &stop{why: problem(TooLarge, "读取超过 %d 秒的限制（seconds），后面的没有读。%s", int(s.lim.Time.Seconds()), repack)}
	}
	return nil
}

func tooMany(lim Limits) *stop {
	return &stop{problem(TooLarge, "里面的文件超过 %d 个的限制（files），没有读。%s", lim.Files, repack), true}
}

// tooManyInAll ends a container for whose members the inbox has no room.
func tooManyInAll(lim Limits) *stop {
	return &stop{overInbox("里面的文件连同收件文件夹里别的合计超过 %d 个的限制（inbox），没有读", lim.Inbox), true}
}

// beyondInbox is the one line for files on disk that the inbox has no room for.
func beyondInbox(lim Limits, more int, first string) File {
	return File{Path: fmt.Sprintf("（另有 %d 个文件）", more), failed: overInbox(
		"收件文件夹里的文件超过 %d 个的限制（inbox），从 %s 起有 %d 个没有读", lim.Inbox, first, more)}
}

func tooBig(lim Limits) *Error {
	return problem(TooLarge, "文件超过 %s 的限制（size）。请删去与填报无关的内容后重新报送。", mib(lim.Size))
}
