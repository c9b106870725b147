package check

import (
	"slices"

	"zwgk/pkg/form"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// scope is what the findings of a check are about. It decides which names their
// messages can use besides the arguments of the check itself.
type scope int

const (
	ofFile     scope = iota // a whole file
	ofSheet                 // a sheet or its head
	ofRow                   // rows of the form
	ofTable                 // the task table
	ofDecision              // a row of decisions.xlsx
)

var scopeNames = [][]string{
	ofFile:     {"file", "unit"},
	ofSheet:    {"place", "file", "sheet", "cell", "unit", "value", "values"},
	ofRow:      {"place", "file", "sheet", "cell", "unit", "item", "items", "value", "values"},
	ofTable:    {"place", "file", "sheet", "cell", "item", "value"},
	ofDecision: {"place", "file", "sheet", "cell", "value"},
}

// argument is what a check tells besides: its name in braces, and an example for
// those who read about the rule. A name with “?” at its end may be absent.
type argument struct{ name, example string }

// provision is what the findings of a check bring along.
type provision struct {
	scope     scope
	arguments []argument
	value     string // an example of what was written, where the rule has no row that shows it
}

// provisions has every check of checkNames, by its name, apart from "table".
var provisions = map[string]provision{
	"corrupt":          {ofFile, []argument{{"detail", "压缩结构残缺，文件可能没有传完整"}}, ""},
	"encrypted":        {ofFile, []argument{{"detail", "文件设有打开密码"}}, ""},
	"unsupported":      {ofFile, []argument{{"detail", "这是 PDF"}}, ""},
	"too_large":        {ofFile, []argument{{"detail", "单元格超过 2000000 个的限制"}}, ""},
	"empty":            {ofFile, []argument{{"detail", "文件是空的"}}, ""},
	"no_form":          {ofFile, []argument{{"detail", "工作表“通讯录”没有找到填报表的表头"}}, ""},
	"linked":           {ofFile, []argument{{"detail", "邮件里只有“填报表.zip”的下载链接"}}, ""},
	"wrong_extension":  {ofFile, []argument{{"format", "网页（.html）"}, {"extension", ".html"}}, ".xls"},
	"other_sheet":      {ofSheet, nil, ""},
	"formula_unstored": {ofRow, nil, ""},

	"unit_unknown":      {ofSheet, []argument{{"written?", "，“填报单位”处写的是“××办公室”"}, {"candidates", ""}}, "××办公室"},
	"unit_ambiguous":    {ofSheet, []argument{{"written", "“县管理局”"}, {"candidates", "县应急局、县城市管理局"}}, "县管理局"},
	"unit_differs":      {ofSheet, []argument{{"how", "“填报单位”处"}, {"other_how", "文件名"}, {"other", "昭阳街道"}}, "昭阳街道"},
	"unit_without_duty": {ofSheet, []argument{{"why", "在任务分工中没有任务"}}, "县某局"},
	"round_differs":     {ofSheet, []argument{{"expected", "2019年上半年"}}, "2018年"},
	"signature":         {ofSheet, []argument{{"missing", "填报人、联系电话"}}, ""},

	"item_unknown":        {ofRow, nil, "99"},
	"item_foreign":        {ofRow, nil, "34"},
	"item_ambiguous":      {ofRow, []argument{{"options", "2（1）、2（2）、2（3）、2（4）"}}, "推进乡村振兴信息公开"},
	"item_twice":          {ofRow, []argument{{"other_cells", "A5"}, {"count", "2"}}, "9"},
	"item_repeated":       {ofRow, []argument{{"other_cells", "A5"}, {"count", "2"}}, "9"},
	"item_missing":        {ofRow, []argument{{"count", "1"}, {"why", "没有填报"}, {"mend", "补报"}}, "9"},
	"requirement_altered": {ofRow, nil, "年底前公布"},
	"column_needed":       {ofSheet, []argument{{"column", "完成情况"}}, ""},
	"column_wanted":       {ofSheet, []argument{{"column", "完成时间"}}, ""},

	"status_missing":     {ofRow, []argument{{"allowed", "已完成、正在推进、未启动、不涉及"}}, ""},
	"status_unknown":     {ofRow, []argument{{"allowed", "已完成、正在推进、未启动、不涉及"}}, ""},
	"progress_bad":       {ofRow, nil, ""},
	"progress_range":     {ofRow, nil, ""},
	"progress_fraction":  {ofRow, nil, ""},
	"date_bad":           {ofRow, nil, ""},
	"date_unread":        {ofRow, nil, ""},
	"date_after_receipt": {ofRow, []argument{{"received", "2019-07-03"}}, ""},
	"date_after_as_of":   {ofRow, []argument{{"as_of", "2019-06-30"}}, ""},
	"date_before_year":   {ofRow, []argument{{"year", "2019"}}, ""},
	"error_value":        {ofRow, nil, ""},
	"placeholder":        {ofRow, []argument{{"found", "××件"}}, ""},
	"text_cut":           {ofRow, []argument{{"length", "255"}}, ""},
	"text_copied":        {ofRow, nil, "及时公开部门预算和决算，做到内容真实、形式规范"},
	"text_missing":       {ofRow, nil, ""},
	"text_hollow":        {ofRow, []argument{{"min", "20"}, {"why", "没有实质内容"}}, ""},
	"link_bad":           {ofRow, nil, ""},
	"link_home":          {ofRow, nil, ""},
	"link_same":          {ofRow, []argument{{"other", "http://www.example.gov.cn/art/2019/6/20/1.html"}, {"count", "4"}}, ""},
	"id_number":          {ofRow, nil, "110105**********2X"},
	"mobile_number":      {ofRow, nil, "138******00"},
	"bank_card":          {ofRow, nil, value.Mask("6222021234567890128")},
	"private_mail":       {ofRow, nil, "zh***@qq.com"},
	"home_address":       {ofRow, nil, "家庭住址：幸福村***"},
	"vulnerable_person":  {ofRow, nil, "低保户王**"},

	"picture_only":      {ofFile, []argument{{"count", "1"}}, ""},
	"old_form":          {ofSheet, nil, ""},
	"several_forms":     {ofFile, []argument{{"sheets", "一、决策公开”“二、执行公开"}}, ""},
	"external_link":     {ofRow, nil, "60%"},
	"row_hidden":        {ofRow, nil, ""},
	"sheet_hidden":      {ofSheet, nil, ""},
	"filled_outside":    {ofSheet, []argument{{"why", "早于本期开始的 2019-01-01"}}, "2018年7月3日"},
	"row_added":         {ofRow, nil, ""},
	"order_changed":     {ofRow, nil, ""},
	"title_altered":     {ofRow, []argument{{"title", "推进财政信息公开"}}, "推进规范性文件公开"},
	"row_moved":         {ofRow, []argument{{"title", "推进财政信息公开"}}, "推进规范性文件公开"},
	"cell_locked":       {ofRow, []argument{{"column", "时限"}}, "年底前"},
	"number_differs":    {ofRow, []argument{{"number", "25"}, {"title", "9"}}, "25"},
	"column_unread":     {ofSheet, nil, "取得成效"},
	"column_by_content": {ofSheet, []argument{{"column", "进展情况"}}, ""},
	"column_twice":      {ofSheet, nil, "完成情况"},
	"rows_merged":       {ofRow, []argument{{"tasks", "9、10、11"}}, ""},

	"columns_swapped": {ofSheet, []argument{{"column", "完成情况"}, {"other", "进展情况"}, {"other_cells", "F5"}, {"count", "14"}, {"filled", "16"}}, ""},

	"date_several":     {ofRow, nil, ""},
	"progress_several": {ofRow, []argument{{"found", "80%、60%"}}, ""},
	"text_long":        {ofRow, []argument{{"length", "1860"}, {"most", "1500"}}, ""},
	"digits_mixed":     {ofRow, nil, ""},
	"no_reason":        {ofRow, nil, ""},
	"done_but_open":    {ofRow, []argument{{"found", "尚未公开"}}, ""},
	"open_but_done":    {ofRow, []argument{{"found", "已于5月底全部完成"}, {"status", "正在推进"}}, ""},
	"done_early":       {ofRow, []argument{{"every", "每季度公布一次"}}, "已完成"},
	"done_late":        {ofRow, []argument{{"due", "2019年7月31日"}, {"as_of", "2019年12月31日"}}, "2019-08-20"},
	"count_short":      {ofRow, []argument{{"asked", "不少于2次"}, {"shown", "1次"}}, ""},
	"overdue":          {ofRow, []argument{{"due", "2019年3月31日"}, {"as_of", "2019年6月30日"}}, "正在推进"},
	"fell_back":        {ofRow, []argument{{"before", "60%"}, {"when", "上期"}}, "40%"},
	"reopened":         {ofRow, []argument{{"before", "已完成"}, {"when", "上期"}}, "正在推进"},
	"field_missing":    {ofRow, []argument{{"column", "公开链接"}}, ""},
	"link_elsewhere":   {ofRow, []argument{{"site", "www.linxian.gov.cn"}}, "http://www.linxian.gov.cn/art/1.html"},
	"file_not_sent":    {ofRow, []argument{{"name", "会议纪要.docx"}}, ""},
	"other_unit":       {ofRow, []argument{{"name", "县公安局"}}, ""},
	"progress_same":    {ofRow, []argument{{"count", "9"}}, "50%"},
	"copied_unit":      {ofRow, []argument{{"other", "夏镇街道"}, {"other_file", "夏镇街道.xlsx"}, {"other_cells", "H9"}, {"common", "组织村务公开专题培训"}, {"length", "36"}}, ""},
	"copied_round":     {ofRow, []argument{{"other", "一季度/县财政局.xlsx"}, {"other_file", "一季度/县财政局.xlsx"}, {"other_cells", "H9"}, {"common", "已制定实施方案并报县政府"}, {"length", "36"}}, ""},
	"lead_differs":     {ofRow, []argument{{"other", "县公安局"}, {"other_file", "县公安局.xlsx"}, {"other_cells", "F9"}, {"other_value", "未启动"}}, "已完成"},
	"rollup_other":     {ofFile, []argument{{"other", "样例县"}, {"other_file", "样例县/ledger.json"}}, ""},
	"versions_tied":    {ofRow, []argument{{"other", "县财政局（2）.xlsx"}, {"count", "1"}}, "9"},
	"rollup_table":     {ofFile, nil, ""},
	"rollup_as_of":     {ofFile, []argument{{"as_of", "2019-06-30"}}, "2019-03-31"},
	"rollup_item":      {ofFile, []argument{{"what", "任务 40 在本级任务分解表中没有"}, {"items", "40"}, {"count", "3"}}, ""},
	"decision_expired": {ofDecision, []argument{{"by", "张某"}}, "2019-03-31"},
	"decision_unused":  {ofDecision, []argument{{"by", "张某"}}, "县财政局"},
}

// tableProvisions are those of the findings on the task table, by code.
var tableProvisions = map[string]provision{
	"D03": {ofTable, []argument{{"id", "9"}}, "7"},
	"D04": {ofTable, []argument{{"previous", "7"}, {"missing", "8"}}, "9"},
	"D05": {ofTable, nil, "2月30日前"},
	"D06": {ofTable, nil, "注：本表由县政府办公室负责解释"},
	"D07": {ofTable, nil, "县直单位评分表"},
	"D09": {ofTable, nil, "（一）推进决策公开"},
	"D11": {ofTable, nil, "6月底前"},
	"D12": {ofTable, nil, "县教体局"},
	"D13": {ofTable, nil, "某某事宜"},
	"D14": {ofTable, nil, "2019年底前"},
	"D15": {ofTable, []argument{{"as", "责任单位"}}, "谁来干"},
	"D16": {ofTable, nil, "国庆节前"},
	"D17": {ofTable, []argument{{"count", "3"}}, "县民政局还要在6月10日前单独报送有关情况"},
	"D18": {ofTable, nil, "配合单位"},
	"D19": {ofTable, []argument{{"count", "2"}}, ""},
}

// provided is what the findings of the rule bring along.
func (r *rule) provided() provision {
	switch {
	case r.When.Value != "":
		return provision{scope: ofRow, arguments: []argument{{"status?", r.BadRow[form.FieldStatus]}}}
	case r.Check.Value != "table":
		return provisions[r.Check.Value]
	}
	if p, ok := tableProvisions[r.Code.Value]; ok {
		return p
	}
	return provision{scope: ofTable}
}

// names lists what message and hint of the rule can name in braces.
func (r *rule) names() []string {
	p := r.provided()
	out := slices.Clone(scopeNames[p.scope])
	if p.scope == ofFile && p.value != "" {
		out = append(out, "value")
	}
	for _, a := range p.arguments {
		if name, _ := a.split(); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// split gives the name without the mark, and whether it may be absent.
func (a argument) split() (name string, absent bool) {
	if n := len(a.name); n > 0 && a.name[n-1] == '?' {
		return a.name[:n-1], true
	}
	return a.name, false
}

// verifyNames tells of a name that the findings of the rule do not have.
func (r *rule) verifyNames(f policy.File) error {
	texts := []policy.Text{r.Message, r.Hint, r.Office}
	for _, k := range Cases {
		texts = append(texts, r.Hints[k])
	}
	for _, t := range texts {
		if err := f.Names(t, r.names()); err != nil {
			return err
		}
	}
	return nil
}
