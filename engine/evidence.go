package engine

import "time"

// EvidenceID identifies a file that shows the work.
type EvidenceID int64

// FileKind is what a kept file is, by its content and not by its name alone.
type FileKind string

// The kinds of files that are taken: what phones and offices make. Nothing that
// runs, and nothing that a browser would run.
const (
	FileJPEG FileKind = "jpg"
	FilePNG  FileKind = "png"
	FileWebP FileKind = "webp"
	FilePDF  FileKind = "pdf"
	FileDOCX FileKind = "docx"
	FileXLSX FileKind = "xlsx"
	FilePPTX FileKind = "pptx"
	FileDOC  FileKind = "doc"
	FileXLS  FileKind = "xls"
	FilePPT  FileKind = "ppt"
	FileWPS  FileKind = "wps"
	FileOFD  FileKind = "ofd"
)

// FileKinds lists them all.
func FileKinds() []FileKind {
	return []FileKind{FileJPEG, FilePNG, FileWebP, FilePDF, FileDOCX, FileXLSX, FilePPTX, FileDOC, FileXLS, FilePPT, FileWPS, FileOFD}
}

// Picture says whether a photo can be of the kind.
func (k FileKind) Picture() bool { return k == FileJPEG || k == FilePNG || k == FileWebP }

// EvidenceState is where a file stands; engine/state holds the table of moves.
type EvidenceState string

// The states of a file.
const (
	EvidenceDraft   EvidenceState = "draft"   // sent with a form that is not saved yet
	EvidenceKept    EvidenceState = "kept"    // belongs to a record
	EvidenceRemoved EvidenceState = "removed" // taken off; can be put back for a while
	EvidenceErased  EvidenceState = "erased"  // its content and name are gone
)

// Evidence is a file that shows the work of a record. Its content is kept apart,
// under its SHA-256; whoever may read the record may read the file, nobody else,
// and neither the number nor the hash alone gives anything.
type Evidence struct {
	ID        EvidenceID    `gorm:"primaryKey" json:"id"`
	RecordID  RecordID      `json:"record_id"` // 0: a draft, read by nobody
	UnitID    UnitID        `json:"unit_id"`
	State     EvidenceState `json:"state"`
	SHA256    string        `gorm:"column:sha256" json:"-"`
	Size      int64         `json:"size"`
	Kind      FileKind      `json:"kind"`
	Name      string        `json:"name"`      // as the person's device called it
	Label     string        `json:"label"`     // which of the standard's papers it is; empty: not said
	PersonID  PersonID      `json:"person_id"` // who sent it
	FormKey   string        `json:"-"`         // the form it came with; empty: added to a record
	ChangedBy PersonID      `json:"changed_by"`
	Reason    string        `json:"reason"` // why it was taken off
	Version   int64         `json:"version"`
	CreatedAt time.Time     `json:"created_at"`
	UpdatedAt time.Time     `json:"updated_at"`
}
