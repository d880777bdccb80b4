package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"wubiao/api/paper"
	"wubiao/api/route"
	"wubiao/api/upload"
	"wubiao/engine"
	"wubiao/engine/table"
)

// uploadBytes is how much a form with a workbook may have: the file and little else.
const uploadBytes = paper.MaxFile + 64<<10

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sendWorkbook sends tables as a file to keep.
func (w *Web) sendWorkbook(c *route.Call, name string, tables []table.Sheet, write func(io.Writer, []table.Sheet) error) error {
	var b bytes.Buffer
	if err := write(&b, tables); err != nil {
		return fmt.Errorf("make the workbook: %w", err)
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="wubiao.xlsx"; filename*=UTF-8''`+url.PathEscape(name+".xlsx"))
	return c.Blob(http.StatusOK, workbookType, b.Bytes())
}

// uploaded takes the file of a form. Its name is not looked at: what a file is
// shows when it is read.
func uploaded(c *route.Call) ([]byte, error) {
	var data []byte
	chosen, strange := 0, false
	err := c.Form.Each(func(input, _ string, content io.Reader) (err error) {
		if chosen++; input != "file" || chosen > 1 {
			strange = true
			return nil
		}
		data, err = io.ReadAll(io.LimitReader(content, paper.MaxFile+1))
		return err
	})
	switch {
	case errors.Is(err, upload.ErrTooLong), errors.Is(err, upload.ErrFull):
		return nil, paper.TooLarge()
	case errors.Is(err, upload.ErrBroken):
		return nil, engine.Fail(engine.Invalid, "body", "文件没有传完就断了，没有导入。请换一个信号好的地方再传一次。").Because(err)
	case err != nil:
		return nil, fmt.Errorf("read the upload: %w", err)
	case strange:
		return nil, engine.Fail(engine.Invalid, "one_file", "一次只能导入一个文件，请重新选择。")
	case chosen == 0:
		return nil, engine.Fail(engine.Invalid, "no_file", "请先选择要导入的 xlsx 文件。")
	}
	return data, nil
}
