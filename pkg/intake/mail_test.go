package intake

import (
	"encoding/base64"
	"strings"
	"testing"

	"golang.org/x/text/encoding/traditionalchinese"
)

// escaped writes bytes as RFC 2231 does.
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		const digits = "0123456789ABCDEF"
		b.WriteString("%" + string(digits[s[i]>>4]) + string(digits[s[i]&15]))
	}
	return b.String()
}

func word(charset, raw string) string {
	return "=?" + charset + "?B?" + base64.StdEncoding.EncodeToString([]byte(raw)) + "?="
}

func TestMail(t *testing.T) {
	files := listed(t, Limits{}, map[string]string{"2019-07-09/信.eml": string(mailOf(letterHead, "见附件", in{"附件.xls", "甲"}, in{"image001.png", "图"}))})
	sees(t, files, map[string]string{"2019-07-09/信.eml › 附件.xls": "甲", "2019-07-09/信.eml › image001.png": "图"})
	f := files["2019-07-09/信.eml › 附件.xls"]
	if f.Received != "2019-07-03T15:04:05" || f.Sender != "县财政局 <cz@shilixian.example>" || f.Folder != "2019-07-09/信/上半年填报表" {
		t.Errorf("%+v", f)
	}
}

func TestMailNames(t *testing.T) {
	big5, _ := traditionalchinese.Big5.NewEncoder().String("縣財政局.xls")
	raw := gbk("县财政局报表.xls")
	for name, c := range map[string]struct{ header, want string }{
		"rfc2231 gbk":           {"attachment; filename*=GBK''" + escaped(gbk("附件.xls")), "附件.xls"},
		"rfc2231 lower":         {"attachment; filename*=gb18030'zh-cn'" + strings.ToLower(escaped(gbk("附件.xls"))), "附件.xls"},
		"rfc2231 utf-8":         {"attachment; filename*=UTF-8''" + escaped("附件 1.xls"), "附件 1.xls"},
		"rfc2231 outranks":      {"attachment; filename=\"____.xls\"; filename*=GBK''" + escaped(gbk("附件.xls")), "附件.xls"},
		"rfc2231 pieces":        {"attachment;\r\n filename*1*=" + escaped(raw[7:]) + ";\r\n filename*0*=GBK''" + escaped(raw[:7]), "县财政局报表.xls"},
		"rfc2231 plain pieces":  {"attachment; filename*0=\"bao\"; filename*1=\"biao.xls\"", "baobiao.xls"},
		"encoded word":          {"attachment; filename=\"" + word("gb2312", gbk("附件.xls")) + "\"", "附件.xls"},
		"word split in a rune":  {"attachment;\r\n filename=\"" + word("gbk", raw[:7]) + "\r\n " + word("GBK", raw[7:]) + "\"", "县财政局报表.xls"},
		"quoted-printable word": {"attachment; filename=\"=?utf-8?Q?=E9=99=84=E4=BB=B6_1.xls?=\"", "附件 1.xls"},
		"big5":                  {"attachment; filename=\"" + word("big5", big5) + "\"", "縣財政局.xls"},
		"gb18030 beyond gb2312": {"attachment; filename=\"" + word("gb2312", gbk("鎔基㙍.xls")) + "\"", "鎔基㙍.xls"},
		"raw gbk":               {"attachment; filename=\"" + raw + "\"", "县财政局报表.xls"},
		"raw utf-8":             {"attachment; filename=县财政局报表.xls", "县财政局报表.xls"},
		"quoted semicolon":      {"attachment; filename=\"a;b.xls\"", "a;b.xls"},
		"windows path":          {`attachment; filename="C:\表\a.xls"`, "表/a.xls"},
		"unknown charset":       {"attachment; filename*=x-none''" + escaped("附件.xls"), "附件.xls"},
		"wrong charset":         {"attachment; filename=\"" + word("utf-8", gbk("附件.xls")) + "\"", "附件.xls"},
		"whole field encoded":   {word("utf-8", "attachment; filename=\"附件.xls\""), "附件.xls"},
		"no name":               {"attachment", "附件1"},
	} {
		t.Run(name, func(t *testing.T) {
			mail := letterHead + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: " + c.header + "\r\n\r\n甲\r\n--b--\r\n"
			sees(t, listed(t, Limits{}, map[string]string{"信": mail}), map[string]string{"信 › " + c.want: "甲"})
		})
	}
}

func TestMailHeaders(t *testing.T) {
	for want, head := range map[string]string{
		"2019-07-03T15:04:05|县财政局 <a@b.example>|信/报表": "From: " + gbk("县财政局") + " <a@b.example>\nSubject: " + gbk("报表") + "\nDate: Wed, 3 Jul 2019 15:04:05 +0800 (CST)\n",
		"2019-07-03T13:04:00|县财政局 <a@b.example>|信/报表": "FROM: \"县财政局\" <a@b.example>\nSUBJECT: Fw: 转发：报表\nDATE: 3 Jul 2019 5:04 GMT\nMIME-Version: 1.0\n",
		"2019-07-04T06:04:05|县财政局 <a@b.example>|信":    "From: " + word("GB18030", gbk("县财政局")) + "\n <a@b.example>\nSubject: " + word("utf-8", "回复：县政府办公室的通知") + "\nDate: Wed, 03-Jul-19 15:04:05 -0700\n",
		"||信/a b": "From:\nTo: x\nSubject: a\n\tb\nDate: 31 Feb 2019 10:00:00 +0800\n",
	} {
		mail := head + "To: x\nContent-Type: application/vnd.ms-excel; name=a.xls\n\n甲"
		f := listed(t, Limits{}, map[string]string{"信.eml": mail})["信.eml › a.xls"]
		if got := f.Received + "|" + f.Sender + "|" + f.Folder; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTransferEncodings(t *testing.T) {
	for name, c := range map[string]struct{ encoding, body, want string }{
		"base64":         {"base64", "55 Sy\r\n\r\n", "甲"},
		"base64 unended": {"BASE64", "YQ", "a"},
		"base64 lost":    {"base64", "YWJjZ", "!corrupt"},
		"base64 foreign": {"base64", "YW*jZA==", "!corrupt"},
		"printable":      {"quoted-printable", "=E7=94=B2 =\r\nb", "甲 b"},
		"uuencode":       {"x-uuencode", "begin 644 a.xls\r\n#0V%T\r\n`\r\nend\r\n", "Cat"},
		"8bit":           {"8bit", "甲", "甲"},
		"unknown":        {"x-binhex", "甲", "!unsupported"},
	} {
		t.Run(name, func(t *testing.T) {
			mail := letterHead + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; filename=a.xls\r\nContent-Transfer-Encoding: " +
				c.encoding + "\r\n\r\n" + c.body + "\r\n--b--\r\n"
			sees(t, listed(t, Limits{}, map[string]string{"信": mail}), map[string]string{"信 › a.xls": c.want})
		})
	}
}

func TestMailText(t *testing.T) {
	html := "Content-Type: text/html; charset=gb2312\r\n\r\n" + gbk("<table><tr><td>甲</td></tr></table>")
	alternative := "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n甲\r\n--x\r\n" + html + "\r\n--x--\r\n"
	picture := "Content-Type: image/png; name=image001.png\r\nContent-ID: <a>\r\n\r\n图"
	page := "\ufeff<table><tr><td>甲</td></tr></table>"
	for name, c := range map[string]struct {
		body string
		want map[string]string
	}{
		"html":        {html, map[string]string{"信 › 正文.html": page}},
		"alternative": {alternative, map[string]string{"信 › 正文.html": page}},
		"related": {"Content-Type: multipart/related; boundary=y\r\n\r\n--y\r\n" + alternative + "\r\n--y\r\n" + picture + "\r\n--y--",
			map[string]string{"信 › 正文.html": page, "信 › image001.png": "图"}},
		"plain": {"Content-Type: text/plain; charset=gbk\r\n\r\n" + gbk("按时报送"), map[string]string{"信 › 正文.txt": "\ufeff按时报送"}},
		"attached": {"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n" + alternative + "\r\n--y\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n乙\r\n--y--",
			map[string]string{"信 › a.csv": "乙"}},
		"pasted beside a sheet": {"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: text/html\r\n\r\n<table><tr><td>甲<tr><td>乙</table>\r\n--y\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n乙\r\n--y--",
			map[string]string{"信 › 正文.html": "\ufeff<table><tr><td>甲<tr><td>乙</table>", "信 › a.csv": "乙"}},
		"pasted in the second text": {"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: text/html\r\n\r\n您好\r\n--y\r\nContent-Type: text/html\r\n\r\n<table><tr><td>甲<tr><td>乙</table>\r\n--y--",
			map[string]string{"信 › 正文.html": "\ufeff<table><tr><td>甲<tr><td>乙</table>"}},
		"encoded in pieces": {"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Disposition: attachment; filename=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\nYmM=\r\n--y--",
			map[string]string{"信 › a.csv": "abc"}},
		"uuencoded": {"\r\n见附件\r\nbegin 644 " + gbk("表.xls") + "\r\n#0V%T\r\n`\r\nend\r\n", map[string]string{"信 › 表.xls": "Cat"}},
		"nothing":   {"\r\n\r\n", map[string]string{"信": "!empty"}},
		"encrypted": {"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nx", map[string]string{"信 › smime.p7m": "!encrypted"}},
		"cut": {"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n乙\r\n",
			map[string]string{"信 › a.csv": "!corrupt", "信": "!corrupt"}},
		"cut behind a file that proves itself": {"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n乙\r\n--y\r\n" +
			"Content-Disposition: attachment; filename=b.xls\r\n\r\n\xD0\xCF\x11\xE0", map[string]string{"信 › a.csv": "乙", "信 › b.xls": "\xD0\xCF\x11\xE0", "信": "!corrupt"}},
		"saved page": {"Content-Type: multipart/related; boundary=y\r\n\r\n--y\r\nContent-Type: text/html\r\nContent-Location: file:///C:/a/sheet001.htm\r\n\r\n甲\r\n--y--",
			map[string]string{"信 › sheet001.htm": "甲"}},
		"pasted beside a print": {"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: text/html\r\n\r\n<table><tr><td>甲<tr><td>乙</table>\r\n--y\r\n" +
			"Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--y--", map[string]string{"信 › 正文.html": "\ufeff<table><tr><td>甲<tr><td>乙</table>", "信 › a.pdf": "%PDF"}},
		"only a print": {"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: text/html\r\n\r\n见附件\r\n--y\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--y--",
			map[string]string{"信 › a.pdf": "%PDF"}},
		"signed": {"Content-Type: multipart/signed; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain\r\n\r\n甲\r\n--y\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\ns\r\n--y--",
			map[string]string{"信 › 正文.txt": "\ufeff甲", "信 › smime.p7s": "s"}},
		"tnef": {"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n\x78\x9f\x3e\x22\x00", map[string]string{"信 › winmail.dat": "!unsupported"}},
	} {
		t.Run(name, func(t *testing.T) {
			sees(t, listed(t, Limits{}, map[string]string{"信": letterHead + c.body}), c.want)
		})
	}
}

// The line of a mail that did not come whole, or was not opened, says as much of
// whose it is and when it came as those of its members.
func TestLineOfAMail(t *testing.T) {
	whole := string(mailOf(letterHead, "见附件", in{"a.xls", "甲"}))
	cut := whole[:strings.LastIndex(whole, "------=_Part_示例--")]
	for path, c := range map[string]struct {
		lim          Limits
		name, data   string
		folder, from string
	}{
		"cut":            {Limits{}, "2019-07-09/信.eml", cut, "2019-07-09/上半年填报表", ""},
		"in an archive":  {Limits{}, "信.zip", string(zipOf(nil, in{"2019-07-09/一.eml", cut})), "信/2019-07-09/上半年填报表", "信.zip › 2019-07-09/一.eml"},
		"too deep":       {Limits{Depth: 1}, "信.zip", string(zipOf(nil, in{"一.eml", whole})), "信/上半年填报表", "信.zip › 一.eml"},
		"too many files": {Limits{Files: 1}, "信", string(mailOf(letterHead, "见附件", in{"a.xls", "甲"}, in{"b.xls", "乙"})), "上半年填报表", ""},
		"empty":          {Limits{}, "信", letterHead + "\r\n", "上半年填报表", ""},
	} {
		t.Run(path, func(t *testing.T) {
			if c.from == "" {
				c.from = c.name
			}
			f := listed(t, c.lim, map[string]string{c.name: c.data})[c.from]
			if f.failed == nil || f.Received != "2019-07-03T15:04:05" || f.Sender != "县财政局 <cz@shilixian.example>" || f.Folder != c.folder {
				t.Errorf("%q %q %q %q %v", f.Path, f.Received, f.Sender, f.Folder, f.failed)
			}
		})
	}
	outer := letterHead + "Content-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\nContent-Type: message/rfc822\r\n\r\n" +
		strings.Replace(cut, "3 Jul", "1 Jul", 1) + "\r\n--z--\r\n"
	f := listed(t, Limits{}, map[string]string{"信": outer})["信 › 上半年填报表.eml"]
	if f.failed == nil || f.Received != "2019-07-03T15:04:05" {
		t.Errorf("%+v", f)
	}
}

// A file too large to attach comes as a link; the mail has it as a file without
// content. Other links, and those that a reply quotes, are none.
func TestFilesBehindLinks(t *testing.T) {
	marks := []string{"/ftnExs_download", "/cloud-attachment-download", "kdocs.cn/l/"}
	const ftn = "http://mail.qq.com/cgi-bin/ftnExs_download?k=7a&amp;t=exs_ftn_download&amp;code=e0"
	qq := "<style>a.zip{}</style><div><b>从QQ邮箱发来的超大附件</b><div><a href=\"" + ftn + "\" target=_blank>县财政局&nbsp;填报表.zip</a> (105.00M, 2019年08月02日 10:00 到期)</div>" +
		"<a href='" + ftn + "'>进入下载页面</a></div>"
	form := "Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + qq + "\r\n--y\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n乙\r\n--y--"
	page := func(text string) string { return "Content-Type: text/html; charset=utf-8\r\n\r\n" + text }
	text := func(text string) string { return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text }
	quoted := "Subject: " + word("utf-8", "回复：通知") + "\r\nFrom: a\r\nTo: b\r\nDate: Wed, 3 Jul 2019 15:04:05 +0800\r\n"
	for name, c := range map[string]struct {
		mail string
		want map[string]string
	}{
		"qq": {letterHead + page(qq), map[string]string{"信 › 县财政局\u00a0填报表.zip": "!linked"}},
		"qq plain": {letterHead + text("从QQ邮箱发来的超大附件\n填报表.rar (105.00M, 2019年08月02日 10:00 到期)进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=7a"),
			map[string]string{"信 › 填报表.rar": "!linked"}},
		"netease":        {letterHead + page("从网易126邮箱发来的云附件<div>佐证.7z</div>80M<a href=https://dashi.163.com/html/cloud-attachment-download/?key=a>下载</a>"), map[string]string{"信 › 佐证.7z": "!linked"}},
		"wps":            {letterHead + text("填报表在 https://kdocs.cn/l/abc，请查收。"), map[string]string{"信 › 超大附件": "!linked"}},
		"bracketed":      {letterHead + text("您好，填报表（最终版）.xlsx (2.1M) https://kdocs.cn/l/abc"), map[string]string{"信 › 填报表（最终版）.xlsx": "!linked"}},
		"two":            {letterHead + text("http://kdocs.cn/l/a http://kdocs.cn/l/b http://kdocs.cn/l/a"), map[string]string{"信 › 超大附件": "!linked", "信 › 超大附件 (2)": "!linked"}},
		"beside a sheet": {letterHead + form, map[string]string{"信 › a.csv": "乙", "信 › 县财政局\u00a0填报表.zip": "!linked"}},
		"other links":    {letterHead + text("见 http://www.shilixian.example/a.zip"), map[string]string{"信 › 正文.txt": "\ufeff见 http://www.shilixian.example/a.zip"}},
		"promotion":      {letterHead + page("已报<a href='https://dashi.163.com/projects/signature-manager/'>网易邮箱大师</a>"), map[string]string{"信 › 正文.html": "\ufeff已报<a href='https://dashi.163.com/projects/signature-manager/'>网易邮箱大师</a>"}},
		"quoted":         {quoted + text("已报\n------------------ 原始邮件 ------------------\n空表 https://kdocs.cn/l/abc"), map[string]string{"信 › 正文.txt": "\ufeff已报\n------------------ 原始邮件 ------------------\n空表 https://kdocs.cn/l/abc"}},
		"forwarded":      {letterHead + text("------------------&nbsp;原始邮件&nbsp;------------------\nhttps://kdocs.cn/l/abc"), map[string]string{"信 › 超大附件": "!linked"}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := Open(inbox(t, map[string]string{"信": c.mail}), Limits{}, marks...)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]File{}
			for _, f := range list {
				got[f.Path] = f
				if f.failed != nil && strings.Contains(f.failed.Error(), "k=7a") {
					t.Errorf("the key to the file is told: %v", f.failed)
				}
			}
			sees(t, got, c.want)
		})
	}
}

func TestForwardedMail(t *testing.T) {
	inner := "From: =?utf-8?B?5aSP6ZWH?= <x@shilixian.example>\r\nTo: y\r\nSubject: " + word("gbk", gbk("夏镇报送")) + "\r\nDate: Mon, 1 Jul 2019 08:00:00 +0800\r\n"
	forwarded := string(mailOf(inner, "见附件", in{"表.zip", string(zipOf(nil, in{"a.xls", "甲"}))}))
	outer := letterHead + "Content-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\nContent-Type: message/rfc822\r\n\r\n" + forwarded + "\r\n--z--\r\n"
	files := listed(t, Limits{}, map[string]string{"信.eml": outer})
	path := "信.eml › 夏镇报送.eml › 表.zip › a.xls"
	sees(t, files, map[string]string{path: "甲"})
	f := files[path]
	if f.Received != "2019-07-03T15:04:05" || f.Sender != "夏镇 <x@shilixian.example>" || f.Folder != "信/上半年填报表/夏镇报送/夏镇报送/表" {
		t.Errorf("%+v", f)
	}
}

func TestMailInArchive(t *testing.T) {
	mail := string(mailOf(letterHead, "见附件", in{"a.xls", "甲"}))
	files := listed(t, Limits{}, map[string]string{"2019-07-20/邮件.zip": string(zipOf(nil, in{"1.eml", mail}))})
	if f := files["2019-07-20/邮件.zip › 1.eml › a.xls"]; f.Received != "2019-07-03T15:04:05" {
		t.Errorf("%+v", files)
	}
}

func TestMbox(t *testing.T) {
	one := string(mailOf(letterHead, "一", in{"a.xls", "甲"}))
	two := string(mailOf(letterHead, "二", in{"a.xls", "乙"}))
	sees(t, listed(t, Limits{}, map[string]string{"收件箱.mbox": "From a@b Wed Jul  3 15:04:05 2019\r\n" + one + "\r\nFrom c@d Wed Jul  3 16:04:05 2019\r\n" + two}),
		map[string]string{"收件箱.mbox › 第1封.eml › a.xls": "甲", "收件箱.mbox › 第2封.eml › a.xls": "乙"})
}

func TestTextsAreNoMails(t *testing.T) {
	files := map[string]string{"a.csv": "From: x,To: y\n1,2\n", "通知.txt": "各单位：\n请按时报送。\nDate: 2019\n", "b.txt": "From the office\nFrom: a\n"}
	sees(t, listed(t, Limits{}, files), files)
}

// A part that is declared a mail is one, however few fields it has.
func TestMailWithFewFields(t *testing.T) {
	inner := "Subject: 报表\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n乙\r\n--y--\r\n"
	outer := letterHead + "Content-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\nContent-Type: message/rfc822\r\n\r\n" + inner + "\r\n--z--\r\n"
	sees(t, listed(t, Limits{}, map[string]string{"信.eml": outer}), map[string]string{"信.eml › 报表.eml › a.csv": "乙"})
}

// A reply quotes the mail that it answers: the table in there is an older one.
func TestQuotedTables(t *testing.T) {
	head := "Subject: " + word("utf-8", "回复：上半年填报表") + "\r\nFrom: a\r\nTo: b\r\nDate: Wed, 3 Jul 2019 15:04:05 +0800\r\n"
	const table, quote = "<table><tr><td>%s<tr><td>乙</table>", "<div>------------------&nbsp;原始邮件&nbsp;------------------</div>"
	newer, older := strings.Replace(table, "%s", "新", 1), strings.Replace(table, "%s", "旧", 1)
	page := func(text string) string { return "Content-Type: text/html; charset=utf-8\r\n\r\n" + text }
	attached := func(text string) string {
		return "Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n" + page(text) + "\r\n--y\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n丙\r\n--y--"
	}
	for name, c := range map[string]struct {
		mail string
		want map[string]string
	}{
		"both":              {head + page(newer+quote+older), map[string]string{"信 › 正文.html": "\ufeff" + newer + "<div></body></html>"}},
		"only the older":    {head + page("见下"+quote+older), map[string]string{"信 › 正文.html": "\ufeff见下" + quote + older}},
		"beside a new file": {head + attached("见附件"+quote+older), map[string]string{"信 › a.csv": "丙"}},
		"in a block":        {head + attached(newer+"<blockquote>"+older+"</blockquote>"), map[string]string{"信 › a.csv": "丙", "信 › 正文.html": "\ufeff" + newer + "</body></html>"}},
		"no reply":          {letterHead + page(newer+quote+older), map[string]string{"信 › 正文.html": "\ufeff" + newer + quote + older}},
	} {
		t.Run(name, func(t *testing.T) { sees(t, listed(t, Limits{}, map[string]string{"信": c.mail}), c.want) })
	}
}
