package intake

import (
	"html"
	"net/url"
	"regexp"
	"strings"
)

const (
	linksMost    = 20      // links of a mail that become files of it
	linkTextMost = 4 << 20 // of a text that is looked through
)

var (
	anchor    = regexp.MustCompile(`(?is)<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>(.*?)</a>`)
	notText   = regexp.MustCompile(`(?is)<(style|script|head)\b.*?</(style|script|head)>|<!--.*?-->`)
	tag       = regexp.MustCompile(`<[^>]*>`)
	address   = regexp.MustCompile(`https?://[^\s<>"'，。；、（）【】]+`)
	nameIn    = regexp.MustCompile(`(?:[^\s<>:"|?*/\\：（）()\[\]【】，。；]|\([^\s()]{1,12}\)|（[^\s（）]{1,12}）)+\.(?:7z|[A-Za-z][A-Za-z0-9]{1,4})\b`)
	notExt    = regexp.MustCompile(`(?i)\.(com|cn|net|org|html?|aspx?|php|jsp)$`)
	quotation = regexp.MustCompile(`(?i)-{2,}(?:\s|\x{a0}|&nbsp;)*(回复的)?(原始邮件|原邮件|原始信息|邮件原件|original( message)?)(?:\s|\x{a0}|&nbsp;)*-*|<blockquote\b`)
)

// addLinks makes a file without content of each link in the text to one that was
// too large to attach: marks stand in the addresses of such. What a reply quotes
// is the office's own.
func (m *mailReader) addLinks(marks []string, reply bool) {
	seen := map[string]bool{}
	for _, p := range append(append([]mailPart{}, m.html...), m.text...) {
		data, err := decodeTransfer(p.encoding, p.body)
		if err != nil || len(marks) == 0 {
			continue
		}
		text := decodeCharset(p.charset, string(data[:min(len(data), linkTextMost)]))
		if at := quotation.FindStringIndex(html.UnescapeString(text)); reply && at != nil {
			text = html.UnescapeString(text)[:at[0]]
		}
		m.addLinksOf(plainWithLinks(text), marks, seen)
	}
}

func (m *mailReader) addLinksOf(text string, marks []string, seen map[string]bool) {
	last := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		link, before := text[at[0]:at[1]], text[last:at[0]]
		last = at[1]
		if !marked(link, marks) || seen[link] || len(seen) >= linksMost {
			continue
		}
		seen[link] = true
		name := "超大附件"
		if names := nameIn.FindAllString(before, -1); len(names) > 0 && !notExt.MatchString(names[len(names)-1]) {
			name = names[len(names)-1]
		}
		m.parts = append(m.parts, mailPart{name: name, err: problem(Linked, "邮件里只有它的下载链接（%s），文件没有随邮件发来。"+
			"链接会过期，请尽快打开邮件下载，放进收件文件夹后再运行；已经过期的，请报送单位改用普通附件重新发送。", host(link))})
	}
}

// plainWithLinks gives the text of a page with each address behind its words.
func plainWithLinks(page string) string {
	page = notText.ReplaceAllString(page, " ")
	page = anchor.ReplaceAllString(page, " $4 $1$2$3 ")
	return html.UnescapeString(tag.ReplaceAllString(page, " "))
}

func marked(link string, marks []string) bool {
	link = strings.ToLower(link)
	for _, mark := range marks {
		if strings.Contains(link, strings.ToLower(mark)) {
			return true
		}
	}
	return false
}

// host is what is told of an address: the rest may hold the key to the file.
func host(link string) string {
	if u, err := url.Parse(link); err == nil && u.Host != "" {
		return u.Host
	}
	return "网盘"
}
