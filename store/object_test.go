package store

import (
	"encoding/json"
	"reflect"
	"testing"
)

// same compares readObject with encoding/json on one text.
func same(t *testing.T, text string) {
	t.Helper()
	var want map[string]any
	if json.Unmarshal([]byte(text), &want) != nil || want == nil {
		return // the database keeps valid objects only
	}
	if got, ok := readObject(text); ok && !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", text, got, want)
	}
}

func TestObjectsAreReadAsJSONReadsThem(t *testing.T) {
	t.Parallel()
	for text, plain := range map[string]bool{
		`{}`: true, `{"正式党员":12,"类型":"单独","境外":false,"合同额":12345678.5,"无":null}`: true,
		`{"党小组名单":["一组","二组"],"空":[]}`: true, `{"值":-1.5e3}`: true, `{"里":[[1,true],["a"]]}`: true,
		`{"引号":"他说\"好\""}`: false, `{"对象":{"a":1}}`: false, `{"a": 1}`: false, `{"a":1 }`: false,
		`{"a":1,"a":2}`: true, `{"逗号":"甲,乙}"}`: true,
	} {
		if _, ok := readObject(text); ok != plain {
			t.Errorf("%s: read plainly %v", text, ok)
		}
		same(t, text)
	}
}

func FuzzReadObject(f *testing.F) {
	f.Add(`{"正式党员":12,"名单":["甲","乙"],"境外":false,"值":null}`)
	f.Add(`{"a":"b\u4e2d"}`)
	f.Add(`{"a":[1,2,[true]],"b":{}}`)
	f.Add("{\"\x96\":null}")
	f.Fuzz(same)
}
