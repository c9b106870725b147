package intake

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path"
	"strings"
)

// container is an archive or mail that holds other files.
type container struct {
	kind   kind
	name   string   // its own, without folders
	disk   string   // where it lies, or
	outer  *member  // the member that it is
	letter *letter  // of a mail that was walked
	links  []string // marks of addresses that stand for files of a mail
	store  *store
}

// entry is a member as its container tells of it. Its content is read before
// the next entry is asked for, or not at all.
type entry struct {
	index int    // in the order of the container
	name  string // decoded, as written
	open  func() (io.Reader, error)
	err   *Error // why there is no content
}

// visit is called for each entry. An error of it ends the walk and is handed on.
type visit func(entry) error

// walk goes through the members in the container's own order. The error is
// an *Error that says what was lost, or one of visit.
func (c *container) walk(src source, v visit) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = problem(Corrupt, "%s已损坏，后面的没有读出来。%s", c.kind.word(), repack)
		}
	}()
	switch c.kind {
	case kindZip:
		return walkZip(src, v)
	case kindRar:
		return walkRar(src, v)
	case kind7z:
		return walk7z(src, v)
	case kindTar:
		return walkTar(src.reader(), v)
	case kindGzip, kindBz2:
		return walkPacked(src.reader(), c.kind, c.name, v)
	case kindMail:
		return c.walkMail(src, v)
	}
	return walkMbox(src, v)
}

// opener makes the list of what came in.
type opener struct {
	lim     Limits
	links   []string // as given to OpenAll
	files   []File
	taken   takenPaths
	members int // of the container on disk that is open
	room    int // for members of containers, before the inbox is full
	store   *store
	buf     []byte // what was read of a member, used again for the next
}

// frame is what the members of a container get from it.
type frame struct {
	*container
	path             string // of the container
	depth            int
	received, sender string
	hints            []string
	spent            *spent
}

// add lists a file on disk, or what it holds.
func (o *opener) add(f File) {
	if f.failed != nil {
		o.files = append(o.files, f)
		return
	}
	disk, err := os.Open(f.disk)
	if err != nil {
		f.failed = err
		o.files = append(o.files, f)
		return
	}
	defer disk.Close()
	src := source{disk, f.Size}
	if f.SHA256, err = hash(src.reader()); err != nil {
		f.SHA256, f.failed = "", err
		o.files = append(o.files, f)
		return
	}
	c := &container{name: path.Base(f.Path), disk: f.disk, links: o.links, store: o.store}
	var wrong *Error
	if f.Junk == "" {
		c.kind, wrong = look(src, c.name)
	}
	switch {
	case c.kind != "":
		o.openDisk(c, f, src)
		return
	case wrong != nil:
		f.failed = wrong
	case f.Size > o.lim.Size:
		f.failed = tooBig(o.lim)
	}
	o.files = append(o.files, f)
}

// openDisk opens a container on disk. What exceeds a limit for all of it ends
// it with one line of its own; over the number of files, nothing else of it
// stays in the list, since no part of such a heap is any use.
func (o *opener) openDisk(c *container, f File, src source) {
	start := len(o.files)
	o.members = 0
	room := o.room
	fr := frame{container: c, path: f.Path, depth: 1, received: f.Received, hints: hintsOf(f.Folder, c.name), spent: newSpent(o.lim, f.Size)}
	fr.spent.seen[f.SHA256] = copyOf{f.Path, f.Received}
	err := o.open(fr, f, src)
	var ended *stop
	if !errors.As(err, &ended) {
		return
	}
	if ended.whole {
		o.files, o.room = o.files[:start], room
	}
	f.failed = ended.why
	fr.describeSelf(&f)
	o.files = append(o.files, f)
}

// open lists the members of a container. self is the line of the container: it
// is listed when something is wrong with it as a whole. The error is a stop.
func (o *opener) open(fr frame, self File, src source) error {
	start := len(o.files)
	err := fr.walk(src, func(e entry) error { return o.enter(fr, e) })
	var ended *stop
	var wrong *Error
	switch {
	case errors.As(err, &ended):
		return ended
	case errors.As(err, &wrong) && wrong.Kind == Corrupt && firstVolume.MatchString(fr.name):
		self.failed = problem(Unsupported, "这是分卷压缩包的第一卷，单独打不开。%s", inParts)
	case errors.As(err, &wrong):
		self.failed = wrong
	case err != nil:
		self.failed = problem(Corrupt, "%s读不出来（%s）。%s", fr.kind.word(), reason(err), repack)
	case len(o.files) == start:
		self.failed = problem(Empty, "%s是空的。%s", fr.kind.word(), repack)
	default:
		return nil
	}
	fr.describeSelf(&self)
	o.files = append(o.files, self)
	return nil
}

// describeSelf gives the line of a container its kind, and that of a mail what it
// says of itself, as its members would have had it.
func (fr *frame) describeSelf(self *File) {
	self.carrier = fr.kind
	if fr.letter == nil {
		return
	}
	self.Received, self.Sender = fr.stated()
	if about := fr.letter.about; about != "" {
		self.Folder = strings.TrimPrefix(self.Folder+"/"+about, "/")
	}
}

// stated is when the content came and who sent it. The outermost mail is the one
// that reached the office; the innermost sender wrote it.
func (fr *frame) stated() (received, sender string) {
	received, sender = fr.received, fr.sender
	if l := fr.letter; l != nil {
		if fr.mailless() && l.date != "" {
			received = l.date
		}
		if l.from != "" {
			sender = l.from
		}
	}
	return received, sender
}

func hintsOf(folder, name string) []string {
	var out []string
	if folder != "" {
		out = append(out, folder)
	}
	return append(out, withoutExt(name))
}

// enter lists one member, and opens it when it is a container itself.
func (o *opener) enter(fr frame, e entry) error {
	if o.members++; o.members > o.lim.Files {
		return tooMany(o.lim)
	}
	if o.room--; o.room < 0 {
		return tooManyInAll(o.lim)
	}
	if err := fr.spent.tick(); err != nil {
		return err
	}
	f := o.describe(fr, e)
	if e.err != nil {
		f.failed = e.err
		o.files = append(o.files, f)
		return nil
	}
	got, err := o.take(fr, e)
	var ended *stop
	if errors.As(err, &ended) {
		return ended
	}
	f.Size, f.SHA256 = got.size, got.sum
	f.member = &member{in: fr.container, index: e.index, store: o.store, size: got.size, sum: got.sum}
	if err != nil {
		f.failed = asProblem(err)
	}
	if f.Junk != "" || f.failed != nil {
		o.files = append(o.files, f)
		return nil
	}
	return o.nest(fr, f, got)
}

// describe gives a member its place, and what it inherits.
func (o *opener) describe(fr frame, e entry) File {
	name := cleanName(e.name)
	hints := fr.hints
	received, sender := fr.stated()
	if l := fr.letter; l != nil && l.about != "" {
		hints = append(hints[:len(hints):len(hints)], l.about)
	}
	if dir := path.Dir(name); dir != "." {
		hints = append(hints[:len(hints):len(hints)], dir)
		if received == "" {
			received = folderDate(dir)
		}
	}
	f := File{Path: o.taken.unique(fr.path + Sep + name), Folder: strings.Join(hints, "/"), Received: received, Sender: sender, Junk: junk(path.Base(name)), carrier: fr.kind}
	if strings.Contains("/"+name, "/__MACOSX/") {
		f.Junk = "system"
	}
	return f
}

// mailless tells that no mail lies around this container.
func (c *container) mailless() bool {
	for m := c.outer; m != nil; m = m.in.outer {
		if m.in.kind == kindMail {
			return false
		}
	}
	return true
}

// nest lists a member that was read, or what it holds.
func (o *opener) nest(fr frame, f File, got content) error {
	src := source{bytes.NewReader(got.data), got.size}
	name := Base(f.Path)
	if got.data == nil { // too large to look into: the grid has the say
		o.files = append(o.files, f)
		return nil
	}
	k, wrong := look(src, name)
	if k == "" {
		f.member.keep(got)
		if wrong != nil {
			f.failed = wrong
		}
		o.files = append(o.files, f)
		return nil
	}
	if fr.depth >= o.lim.Depth {
		f.failed = problem(TooLarge, "%s一层套一层，超过 %d 层的限制（depth），没有打开。请解开后重新报送。", k.word(), o.lim.Depth)
		unopened := frame{container: &container{kind: k, outer: f.member}, received: f.Received, sender: f.Sender}
		if k == kindMail {
			unopened.letter = headOf(src)
		}
		unopened.describeSelf(&f)
		o.files = append(o.files, f)
		return nil
	}
	if first, seen := fr.spent.seen[f.SHA256]; seen && first.received <= f.Received {
		f.SameAs = first.path
		o.files = append(o.files, f)
		return nil
	}
	fr.spent.seen[f.SHA256] = copyOf{f.Path, f.Received}
	o.buf = nil // it is the container's now
	inner := frame{container: &container{kind: k, name: name, outer: f.member, links: o.links, store: o.store}, path: f.Path, depth: fr.depth + 1,
		received: f.Received, sender: f.Sender, hints: hintsOf(f.Folder, name), spent: fr.spent}
	return o.open(inner, f, src)
}
