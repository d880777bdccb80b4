package rest

import (
	"context"
	"io"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/practise"
)

type (
	newFile struct {
		Record engine.RecordID `json:"record" validate:"gt=0"`
		Name   string          `json:"name" validate:"required,max=255"`
		Label  string          `json:"label" validate:"max=60"`
	}
	ofFile struct {
		Record engine.RecordID   `json:"record" validate:"gt=0"`
		File   engine.EvidenceID `json:"file" validate:"gt=0"`
	}
	// FileKey names a new file.
	FileKey struct {
		ID engine.EvidenceID `json:"id"`
	}
	// FileList is what a record has to show, and what the standards want it to.
	FileList struct {
		Files  []practise.EvidenceLine `json:"files"`
		Papers []practise.Paper        `json:"papers"`
		Labels []string                `json:"labels"`
	}
)

// fileRoutes are the files of records, and records taken out of their ledger.
func (r *Rest) fileRoutes() []route.Route {
	return []route.Route{
		read(r, "/records/:record/files", access.EvidenceRead, route.Unit, "一条记录的材料，和标准要它留的材料",
			func(ctx context.Context, a access.Actor, q ofRecord) (FileList, error) {
				page, err := r.Practise.RecordHistory(ctx, a, q.Record)
				return FileList{page.Files, page.Papers, page.Labels}, err
			}),
		take(r, "/records/:record/files", access.EvidenceAdd, route.Unit, "给一条记录传一个文件；同一个文件再传一次还是那一份",
			func(ctx context.Context, a access.Actor, q newFile, content io.Reader) (FileKey, error) {
				id, err := r.Practise.AddEvidence(ctx, a, practise.AddEvidenceRequest{Record: q.Record},
					practise.SentFile{Name: q.Name, Label: q.Label, Content: content})
				return FileKey{id}, err
			}),
		fetch(r, "/records/:record/files/:file", access.EvidenceRead, route.Unit, "一条记录的一个文件",
			func(ctx context.Context, a access.Actor, q ofFile) (file, error) {
				f, err := r.Practise.OpenEvidence(ctx, a, q.Record, q.File)
				return file{name: f.Name, at: f.At, content: f.Content}, err
			}),
		edit(r, "PATCH", "/records/:record/files/:file", access.EvidenceChange, route.Unit, "给一个文件改名，或说明它是哪份材料", told(r.Practise.ChangeEvidence)),
		edit(r, "POST", "/records/:record/files/:file/remove", access.EvidenceRemove, route.Unit, "撤下一个文件，写明原因，三十天内可以恢复", told(r.Practise.RemoveEvidence)),
		edit(r, "POST", "/records/:record/files/:file/restore", access.EvidenceRemove, route.Unit, "恢复一个撤下的文件", told(r.Practise.RestoreEvidence)),
		edit(r, "POST", "/records/:record/remove", access.RecordRemove, route.Unit, "删除一条记录，写明原因，可以恢复", r.Practise.RemoveRecord),
		edit(r, "POST", "/records/:record/restore", access.RecordRemove, route.Unit, "恢复一条删除的记录", r.Practise.RestoreRecord),
	}
}
