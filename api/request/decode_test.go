package request_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"wubiao/api/request"
	"wubiao/engine"
	"wubiao/engine/calendar"
)

type inner struct {
	Name string `json:"name"`
}

type everything struct {
	Text   string          `json:"text"`
	Whole  int             `json:"whole"`
	Yes    bool            `json:"yes"`
	Points engine.Points   `json:"points"`
	Day    calendar.Date   `json:"day"`
	List   []string        `json:"list"`
	Inner  []inner         `json:"inner"`
	Maybe  *int            `json:"maybe"`
	Free   map[string]any  `json:"free"`
	Ids    map[int64]int64 `json:"ids"`
	Hidden string          `json:"-"`
}

func TestAnObjectIsReadStrictly(t *testing.T) {
	t.Parallel()
	var got everything
	err := request.Object([]byte(`{"text":"中","whole":-3,"yes":true,"points":22.5,"day":"2026-11-20","list":["a","b"],
		"inner":[{"name":"x"}],"maybe":null,"ids":{"7":2},"free":{"文":"t","数":12.50,"是":false,"列":["甲"],"空":null}}`), &got, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Points != 2250 || got.Day.String() != "2026-11-20" || got.Inner[0].Name != "x" || got.Maybe != nil || got.Ids[7] != 2 {
		t.Errorf("%+v", got)
	}
	want := map[string]any{"文": "t", "数": json.Number("12.50"), "是": false, "列": []string{"甲"}, "空": nil}
	if !reflect.DeepEqual(got.Free, want) {
		t.Errorf("free: %#v", got.Free)
	}
	for body, field := range map[string]string{
		`{"text":1}`: "text", `{"text":null}`: "text", `{"whole":1.5}`: "whole", `{"whole":"1"}`: "whole", `{"whole":1e400}`: "whole", `{"yes":1}`: "yes",
		`{"points":"1"}`: "points", `{"points":1.234}`: "points", `{"day":"2026-13-01"}`: "day", `{"day":20261120}`: "day", `{"list":"a"}`: "list",
		`{"list":["a",1]}`: "list[1]", `{"inner":[{"name":"x","nam":1}]}`: "inner[0].nam", `{"inner":[{"name":2}]}`: "inner[0].name",
		`{"ids":{"a":1}}`: "ids.a", `{"ids":{"7":"x"}}`: "ids.7", `{"ids":{"-7":1}}`: "ids.-7", `{"inner":{}}`: "inner", `{"maybe":"x"}`: "maybe", `{"free":[]}`: "free", `{"free":{"a":{"b":1}}}`: "free.a", `{"free":{"a":[1]}}`: "free.a",
		`{"Text":"x"}`: "Text", `{"hidden":"x"}`: "hidden", `{"Hidden":"x"}`: "Hidden", `{"-":"x"}`: "-", `{"text":"a","text":"b"}`: "text", `[]`: "body", `"x"`: "body",
		`{"<script>alert(1)</script>":1}`: "…", `{"` + strings.Repeat("长", 60) + `":1}`: "…",
	} {
		var in everything
		err := request.Object([]byte(body), &in, nil)
		var failure *engine.Error
		if !errors.As(err, &failure) || len(failure.Fields) != 1 || failure.Fields[0].Name != field || failure.Fields[0].Message == "" {
			t.Errorf("%s: %v, want %s", body, err, field)
		}
	}
	for _, body := range []string{``, `{`, `{"text":"\xff"}` + "\xff", `{} {}`, `nil`} {
		if err := request.Object([]byte(body), &everything{}, nil); engine.ReasonOf(err) != "json" {
			t.Errorf("%q: %v", body, err)
		}
	}
	deep := `{"free":` + strings.Repeat(`[`, 5000) + strings.Repeat(`]`, 5000) + `}`
	if err := request.Object([]byte(deep), &everything{}, nil); engine.CodeOf(err) != engine.Invalid {
		t.Errorf("deep: %v", err)
	}
}

func FuzzObject(f *testing.F) {
	for _, seed := range []string{`{}`, `{"text":"a","free":{"a":[1,"b"]}}`, `{"inner":[{"name":"x"}],"points":1.25}`, `[[[[`, `{"a":{"a":{"a":1}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var in, plain everything
		err := request.Object(body, &in, nil)
		if err != nil {
			if engine.CodeOf(err) != engine.Invalid {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		// What is taken, encoding/json reads alike, but for what may be of several kinds.
		if json.Unmarshal(body, &plain) != nil {
			t.Fatalf("%q is taken and is not what the struct wants", body)
		}
		in.Free, plain.Free = nil, nil
		if !reflect.DeepEqual(in, plain) {
			t.Errorf("%q is read as %+v, encoding/json reads %+v", body, in, plain)
		}
	})
}
