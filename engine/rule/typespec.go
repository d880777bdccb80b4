package rule

// TypeSpec is a declared type: one of the words below, or a closed list of
// choices.
type TypeSpec struct {
	Name    string // TypeChoice for a list
	Choices []string
}

// The words for types.
const (
	TypeInt     = "int"
	TypeNumber  = "number"
	TypeText    = "text"
	TypeLong    = "long" // text of several lines
	TypeDate    = "date"
	TypeBool    = "bool"
	TypePerson  = "person"  // one name
	TypePersons = "persons" // several names
	TypeList    = "list"    // names of the unit's objects: 党小组, 支委
	TypeChoice  = "choice"
	TypeChoices = "choices" // several of a closed list
)

// TypeNames lists the words an editor may write.
func TypeNames() []string {
	return []string{TypeInt, TypeNumber, TypeText, TypeLong, TypeDate, TypeBool, TypePerson, TypePersons, TypeList}
}
