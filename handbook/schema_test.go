package handbook

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaID, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(schemaID)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// plainYAML reads YAML as an editor's schema checker would.
func plainYAML(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSchemaAcceptsTheSample(t *testing.T) {
	t.Parallel()
	schema := compiledSchema(t)
	files, err := filepath.Glob("testdata/grammar/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"testdata/grammar/standards/*.yaml", "testdata/grammar/standards/*/*.yaml"} {
		more, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	if len(files) != 4 {
		t.Fatalf("files: %v", files)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(plainYAML(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefusesBrokenFiles(t *testing.T) {
	t.Parallel()
	schema := compiledSchema(t)
	for name, text := range map[string]string{
		"unknown key of an edition":  "edition: a\nledgrs: {}\n",
		"unknown key of a rule":      "code: A1\nscoring: [{id: a, kind: per, poins: 1}]\n",
		"unknown kind":               "- {code: A1, scoring: [{id: a, kind: pre}]}\n",
		"number where a list stands": "edition: a\nbands: 3\n",
		"ranking without direction":  "edition: a\nranking: {by: [得分], ties: same_rank}\n",
		"unknown column type":        "会议: {columns: [{id: 日期, type: dat}]}\n",
		"two keys of a level":        "code: A1\nscoring: [{id: a, kind: tier, levels: {好: {scor: 0}}}]\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := schema.Validate(plainYAML(t, []byte(text))); err == nil {
				t.Error("accepted")
			}
		})
	}
}

// A hint or word list for a key that no longer exists is a lie in every editor.
func TestSchemaWordsNameExistingKeys(t *testing.T) {
	t.Parallel()
	raw, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var root struct {
		Defs map[string]struct{ Properties map[string]any } `yaml:"$defs"`
	}
	if err := yaml.Unmarshal(raw, &root); err != nil {
		t.Fatal(err)
	}
	check := func(name string) {
		def, key, dotted := strings.Cut(name, ".")
		d, known := root.Defs[def]
		if _, has := d.Properties[key]; !known || dotted && !has {
			t.Errorf("%s is described but does not exist", name)
		}
	}
	for name := range descriptions() {
		check(name)
	}
	for name := range wordLists() {
		check(name)
	}
	for _, def := range []string{"Edition", "Standard"} {
		for key := range root.Defs[def].Properties {
			if descriptions()[def+"."+key] == "" {
				t.Errorf("%s.%s has no hint", def, key)
			}
		}
	}
}
