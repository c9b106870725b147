package grid

// readODS reads an OpenDocument spreadsheet.
func readODS(p *pack) *Workbook {
	return refuse("ods", Unsupported, "这是 ODF 文件（.ods 或 .odt），还不能读。"+resave)
}
