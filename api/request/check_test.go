package request_test

import (
	"errors"
	"strings"
	"testing"

	"wubiao/api/request"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

func TestShapeOfARecordIsChecked(t *testing.T) {
	t.Parallel()
	good := func() practise.AddRecordRequest {
		return practise.AddRecordRequest{Unit: 3, Ledger: "会议", Fields: map[string]any{"日期": "2026-09-22"}, Form: strings.Repeat("A", 26)}
	}
	many := map[string]any{}
	for i := range 101 {
		many[strings.Repeat("列", i%39+1)+string(rune('a'+i%26))+strings.Repeat("x", i/39)] = ""
	}
	for name, tc := range map[string]struct {
		spoil func(*practise.AddRecordRequest)
		field string
		want  string
	}{
		"nothing wrong":         {func(*practise.AddRecordRequest) {}, "", ""},
		"no form is no mistake": {func(r *practise.AddRecordRequest) { r.Form = "" }, "", ""},
		"no unit":               {func(r *practise.AddRecordRequest) { r.Unit = 0 }, "unit", "要大于0"},
		"no ledger":             {func(r *practise.AddRecordRequest) { r.Ledger = "" }, "ledger", "这一项要填"},
		"ledger too long":       {func(r *practise.AddRecordRequest) { r.Ledger = strings.Repeat("长", 41) }, "ledger", "太长了，最多40个字"},
		"ledger of full length": {func(r *practise.AddRecordRequest) { r.Ledger = strings.Repeat("长", 40) }, "", ""},
		"no fields":             {func(r *practise.AddRecordRequest) { r.Fields = nil }, "fields", "这一项要填"},
		"too many fields":       {func(r *practise.AddRecordRequest) { r.Fields = many }, "fields", "太多了，最多100项"},
		"column name too long":  {func(r *practise.AddRecordRequest) { r.Fields[strings.Repeat("SECRET", 9)] = "x" }, "fields", "太长了，最多40个字"},
		"form too short":        {func(r *practise.AddRecordRequest) { r.Form = "A" }, "form", "太短了，至少20个字"},
		"form with signs":       {func(r *practise.AddRecordRequest) { r.Form = strings.Repeat("<", 26) }, "form", "只能是字母和数字"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := good()
			tc.spoil(&r)
			err := request.New().Check(&r)
			if tc.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if engine.CodeOf(err) != engine.Invalid {
				t.Fatalf("got %v", err)
			}
			var failure *engine.Error
			if !errors.As(err, &failure) {
				t.Fatalf("%T is no failure of ours", err)
			}
			if len(failure.Fields) != 1 || failure.Fields[0].Name != tc.field || !strings.Contains(failure.Fields[0].Message, tc.want) {
				t.Errorf("got %+v", failure.Fields)
			}
			if strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "<") {
				t.Errorf("what was typed is repeated: %v", err)
			}
		})
	}
}

func TestSomethingThatIsNoRequestIsAMistakeOfTheProgram(t *testing.T) {
	t.Parallel()
	if err := request.New().Check(17); err == nil || engine.CodeOf(err) != engine.Internal {
		t.Errorf("got %v", err)
	}
}
