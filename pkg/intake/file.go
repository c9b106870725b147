// Package intake turns an inbox into a list of Files: what came, from where,
// when and with which bytes. It opens nothing and judges nothing.
package intake

// File is one file that came in.
type File struct {
	Path     string // relative to the inbox, with "/"; "a.zip › b.xls" inside an archive
	SHA256   string // lower-case hex of the bytes
	Size     int64
	Received string // "2019-07-03" or "2019-07-03T15:04:05" from a mail or a folder named by date, else ""
	Folder   string // names of the folders above it, as a hint to the unit
	Sender   string // of the mail it came in, as a hint to the unit
	Junk     string // why it is no return: "temporary", "system"; else ""
	SameAs   string // Path of an earlier file with equal bytes, else ""
	failed   error
	disk     string
}
