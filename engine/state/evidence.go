package state

import "wubiao/engine"

// The events of a file.
const (
	EvidenceAttach  Event = "attach"
	EvidenceRemove  Event = "remove"
	EvidenceRestore Event = "restore"
	EvidenceErase   Event = "erase"
)

// The effects of a file's moves.
const (
	JoinRecord   Effect = "归到记录名下"
	EraseContent Effect = "清除文件名和内容"
)

// EvidenceFacts is what the guards of a file need to know.
type EvidenceFacts struct{ Reason string }

var withRemovalReason = &Guard[EvidenceFacts]{"写明原因", func(f EvidenceFacts) string {
	if f.Reason == "" {
		return "撤下材料要写明原因。"
	}
	return ""
}}

// Evidences gives the life of a file.
func Evidences() *Table[engine.EvidenceState, EvidenceFacts] {
	type move = Move[engine.EvidenceState, EvidenceFacts]
	const draft, kept, removed, erased = engine.EvidenceDraft, engine.EvidenceKept, engine.EvidenceRemoved, engine.EvidenceErased
	return &Table[engine.EvidenceState, EvidenceFacts]{
		Noun:   "材料",
		First:  draft,
		States: []engine.EvidenceState{draft, kept, removed, erased},
		Label:  map[engine.EvidenceState]string{draft: "随表暂存", kept: "在册", removed: "已撤下", erased: "已清除"},
		Events: []Event{EvidenceAttach, EvidenceRemove, EvidenceRestore, EvidenceErase},
		Says:   map[Event]string{EvidenceAttach: "归入记录", EvidenceRemove: "撤下", EvidenceRestore: "恢复", EvidenceErase: "清除"},
		Moves: []move{
			{draft, EvidenceAttach, ByPerson, nil, kept, []Effect{JoinRecord, Recount}},
			{kept, EvidenceRemove, ByPerson, withRemovalReason, removed, []Effect{Recount}},
			{removed, EvidenceRestore, ByPerson, nil, kept, []Effect{Recount}},
			{removed, EvidenceErase, ByJob, nil, erased, []Effect{EraseContent}},
		},
	}
}
