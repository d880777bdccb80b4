package practise_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
	"wubiao/store"
)

// paperEdition is the handbook of records with files that some of them must have.
func paperEdition(t testing.TB) *rule.Edition {
	t.Helper()
	return recordEdition(t, func(e *rule.Edition) {
		for _, s := range e.Standards {
			switch s.Code {
			case "Z05":
				s.Evidence = []rule.Evidence{
					{Name: "会场照片", Required: true, Photo: true, Of: "会议", Where: &rule.Expr{Source: `类别 == "支委会"`}},
					{Name: "签到表", Of: "会议"}, // wanted, not required
					{Name: "支委会制度", Required: true},
				}
			case "Z07":
				s.Evidence = []rule.Evidence{{Name: "讲稿", Required: true, Of: "会议", Where: &rule.Expr{Source: `类别 == "党课" and 有讲稿`}}}
			case "T12":
				s.Evidence = []rule.Evidence{{Name: "答复函", Required: true, Of: "诉求", Where: &rule.Expr{Source: `填了(答复日期)`}}}
			}
		}
	})
}

// lacks is the answer as text: "Z05 会场照片; Z07 讲稿".
func lacks(of map[string][]string) string {
	var out []string
	for _, code := range slices.Sorted(maps.Keys(of)) {
		out = append(out, code+" "+strings.Join(of[code], "、"))
	}
	return strings.Join(out, "; ")
}

// What a record must have and does not, asked of many at once: by what the record
// says and by which kept files it has.
func TestLackingNamesTheFilesThatARecordMustHave(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 09:00")
	e := paperEdition(t)
	o.Practise.Book = standard.NewBook(e)
	file := func(kind engine.FileKind, label string, state engine.EvidenceState) engine.Evidence {
		return engine.Evidence{Kind: kind, Label: label, State: state, SHA256: strings.Repeat("a", 64), Size: 1, Name: "x." + string(kind)}
	}
	const kept, removed, erased = engine.EvidenceKept, engine.EvidenceRemoved, engine.EvidenceErased
	committee := with(meeting("2026-03-10", "支委会"))
	both := with(meeting("2026-03-11", "支委会", "党课"), "有讲稿", true)
	var records []engine.Record
	want := map[engine.RecordID]string{}
	names := map[engine.RecordID]string{}
	for name, c := range map[string]struct {
		ledger string
		fields map[string]any
		files  []engine.Evidence
		want   string
	}{
		"no file":                       {"会议", committee, nil, "Z05 会场照片"},
		"a picture is the photo":        {"会议", committee, []engine.Evidence{file("jpg", "", kept)}, ""},
		"one that says so":              {"会议", committee, []engine.Evidence{file("png", "会场照片", kept)}, ""},
		"one that says something else":  {"会议", committee, []engine.Evidence{file("jpg", "签到表", kept)}, "Z05 会场照片"},
		"a paper is no photo":           {"会议", committee, []engine.Evidence{file("pdf", "", kept)}, "Z05 会场照片"},
		"a paper that says it is":       {"会议", committee, []engine.Evidence{file("pdf", "会场照片", kept)}, ""},
		"taken off":                     {"会议", committee, []engine.Evidence{file("jpg", "", removed)}, "Z05 会场照片"},
		"erased":                        {"会议", committee, []engine.Evidence{file("jpg", "会场照片", erased)}, "Z05 会场照片"},
		"taken off, and another":        {"会议", committee, []engine.Evidence{file("jpg", "", removed), file("webp", "", kept)}, ""},
		"two standards want":            {"会议", both, nil, "Z05 会场照片; Z07 讲稿"},
		"the photo is there":            {"会议", both, []engine.Evidence{file("jpg", "", kept)}, "Z07 讲稿"},
		"a picture is no speech":        {"会议", both, []engine.Evidence{file("jpg", "", kept), file("jpg", "", kept)}, "Z07 讲稿"},
		"the speech is there":           {"会议", both, []engine.Evidence{file("docx", "讲稿", kept)}, "Z05 会场照片"},
		"a picture of the speech":       {"会议", both, []engine.Evidence{file("jpg", "讲稿", kept)}, "Z05 会场照片"},
		"everything":                    {"会议", both, []engine.Evidence{file("jpg", "", kept), file("doc", "讲稿", kept)}, ""},
		"nothing is wanted of it":       {"会议", with(meeting("2026-03-12", "党员大会")), nil, ""},
		"no speech, none wanted":        {"会议", with(meeting("2026-03-13", "党课"), "有讲稿", false), nil, ""},
		"another ledger, not yet":       {"诉求", map[string]any{"提出日期": "2026-03-01", "诉求": "饮水"}, nil, ""},
		"another ledger, answered":      {"诉求", map[string]any{"提出日期": "2026-03-01", "诉求": "饮水", "答复日期": "2026-03-05"}, nil, "T12 答复函"},
		"another ledger, with a letter": {"诉求", map[string]any{"提出日期": "2026-03-01", "诉求": "饮水", "答复日期": "2026-03-05"}, []engine.Evidence{file("pdf", "答复函", kept)}, ""},
		"a ledger without files":        {"设置", map[string]any{"事项": "成立"}, nil, ""},
	} {
		r := engine.Record{UnitID: o.unit, Ledger: c.ledger, Day: worldDay(t, "2026-03-10"), Fields: c.fields, PersonID: o.secretary.Person}
		o.update(func(tx port.Tx) error {
			if err := tx.Insert(&r); err != nil {
				return err
			}
			for _, f := range c.files {
				f.RecordID, f.UnitID, f.PersonID = r.ID, o.unit, o.secretary.Person
				if f.State != kept {
					f.Reason = "传错了"
				}
				if f.State == erased {
					f.SHA256, f.Name = "", ""
				}
				if err := tx.Insert(&f); err != nil {
					return err
				}
			}
			return nil
		})
		records, want[r.ID], names[r.ID] = append(records, r), c.want, name
	}
	got := o.lacking(e, records)
	for id, w := range want {
		if lacks(got[id]) != w {
			t.Errorf("%s: lacks %q, want %q", names[id], lacks(got[id]), w)
		}
		page, err := o.RecordHistory(t.Context(), o.secretary, id)
		if err != nil {
			t.Fatal(err)
		}
		onPage := map[string][]string{}
		for _, p := range page.Papers {
			if p.Required {
				onPage[p.Code] = append(onPage[p.Code], p.Name)
			}
		}
		if lacks(onPage) != w {
			t.Errorf("%s: its page says %q, want %q", names[id], lacks(onPage), w)
		}
	}
	// Whatever is asked at once, each gets its own answer.
	dice := rand.New(rand.NewPCG(5, 2))
	for range 30 {
		dice.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		some := records[:dice.IntN(len(records)+1)]
		part := o.lacking(e, some)
		for _, r := range some {
			if lacks(part[r.ID]) != want[r.ID] {
				t.Fatalf("%s: among %d lacks %q", names[r.ID], len(some), lacks(part[r.ID]))
			}
		}
		if len(part) > len(some) {
			t.Fatalf("%d answers for %d records", len(part), len(some))
		}
	}
}

func (o *office) lacking(e *rule.Edition, records []engine.Record) map[engine.RecordID]map[string][]string {
	o.t.Helper()
	var got map[engine.RecordID]map[string][]string
	err := o.db.View(o.t.Context(), func(tx port.Tx) (err error) {
		facts := rule.UnitFacts{Day: worldDay(o.t, "2026-03-20"), Attributes: o.units["第一党支部"].Attributes}
		got, err = o.Lacking(tx, e, facts, records)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return got
}

// Adding, taking off, putting back and naming a file each change what the record
// lacks, and each marks the score as stale.
func TestEveryChangeOfAFileMarksTheScoreStale(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 09:00")
	e := paperEdition(t)
	o.Practise.Book = standard.NewBook(e)
	o.Files = store.NewFiles(t.TempDir())
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	quarter, err := calendar.ParsePeriod("2026Q1")
	if err != nil {
		t.Fatal(err)
	}
	score := engine.Score{UnitID: o.unit, Period: quarter, Edition: "2026", AsOf: worldDay(t, "2026-03-20"), Last: worldDay(t, "2026-03-31")}
	id := o.add("会议", with(meeting("2026-03-10", "支委会"))).ID
	var file engine.EvidenceID
	version := int64(1)
	change := func(name, label string) error {
		return o.ChangeEvidence(t.Context(), o.secretary, practise.ChangeEvidenceRequest{Record: id, Evidence: file, Version: version, Name: name, Label: label})
	}
	for _, step := range []struct {
		what string
		do   func() error
		want string
	}{
		{"added", func() (err error) {
			file, err = o.AddEvidence(t.Context(), o.secretary, practise.AddEvidenceRequest{Record: id}, practise.SentFile{Name: "会场.jpg", Content: bytes.NewReader(photo.Bytes())})
			return err
		}, ""},
		{"said to be another", func() error { return change("会场", "签到表") }, "Z05 会场照片"},
		{"said to be it", func() error { return change("会场", "会场照片") }, ""},
		{"taken off", func() error {
			return o.RemoveEvidence(t.Context(), o.secretary, practise.RemoveEvidenceRequest{Record: id, Evidence: file, Version: version, Reason: "传错了"})
		}, "Z05 会场照片"},
		{"put back", func() error {
			return o.RestoreEvidence(t.Context(), o.secretary, practise.RestoreEvidenceRequest{Record: id, Evidence: file, Version: version})
		}, ""},
	} {
		o.update(func(tx port.Tx) error {
			if score.ID == 0 {
				return tx.Insert(&score)
			}
			return tx.Freshen(score.ID, score.Mark)
		})
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		version = list[engine.Evidence](o.world, port.Query{Where: port.Where{"id": int64(file)}})[0].Version
		if got := lacks(o.lacking(e, []engine.Record{o.record(id)})[id]); got != step.want {
			t.Errorf("%s: lacks %q, want %q", step.what, got, step.want)
		}
		if score = list[engine.Score](o.world, port.Query{})[0]; !score.Stale {
			t.Errorf("%s: the score is not stale", step.what)
		}
	}
}
