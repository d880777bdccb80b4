package handbook

import (
	"embed"
	"io/fs"
)

//go:embed editions calendars
var embedded embed.FS

// Embedded is the handbook that comes with the program: editions/<name>/ and
// calendars/<year>.yaml.
func Embedded() fs.FS { return embedded }

// EditionNames lists the embedded editions, oldest name first. The folder of a
// name is editions/<name>.
func EditionNames() ([]string, error) {
	entries, err := fs.ReadDir(embedded, "editions")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}
