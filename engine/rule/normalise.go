package rule

import (
	"fmt"
	"strings"
	"unicode"
)

// normal is an expression rewritten into the syntax of the parser, with the
// place each of its characters came from.
type normal struct {
	out  []rune
	from []int // index in the source, in characters
}

func (n *normal) put(s string, at int) {
	for _, r := range s {
		n.out = append(n.out, r)
		n.from = append(n.from, at)
	}
}

// origin gives the source index of a character of the rewritten text.
func (n *normal) origin(i int) int {
	if i >= len(n.from) {
		i = len(n.from) - 1
	}
	if i < 0 {
		return 0
	}
	return n.from[i]
}

var fullWidth = map[rune]string{
	'（': "(", '）': ")", '，': ",", '＞': ">", '＜': "<", '﹥': ">", '﹤': "<", '！': "!", '＋': "+", '－': "-", '×': "*", '＊': "*",
	'÷': "/", '／': "/", '％': "%", '≥': ">=", '≤': "<=", '≠': "!=", '　': " ", '“': `"`, '”': `"`, '‘': `'`, '’': `'`, '．': ".",
}

var words = map[string]string{"且": "and", "并且": "and", "或": "or", "或者": "or", "非": "not", "不是": "not", "是": "true", "否": "false"}

var spanUnits = []string{"个工作日", "工作日", "个月", "月", "日", "天", "周", "年"}

func identifierRune(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// normalise accepts what editors write: full-width punctuation, 且 或 非, 是 否, a
// single =, 85% and spans such as 1月.
func normalise(source string) (*normal, error) {
	n, runes := &normal{}, []rune(source)
	for i := 0; i < len(runes); {
		r := runes[i]
		switch {
		case closingQuote(r) != 0:
			j := i + 1
			for j < len(runes) && runes[j] != closingQuote(r) && runes[j] != r {
				j++
			}
			if j >= len(runes) {
				return n, fmt.Errorf("引号没有配对")
			}
			inner := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(string(runes[i+1 : j]))
			n.put(`"`+inner+`"`, i)
			i = j + 1
		case r >= '0' && r <= '9':
			i = n.number(runes, i)
		case identifierRune(r):
			j := i
			for j < len(runes) && identifierRune(runes[j]) {
				j++
			}
			word := string(runes[i:j])
			if w, ok := words[word]; ok {
				n.put(" "+w+" ", i)
			} else {
				n.put(word, i)
			}
			i = j
		case r == '|':
			// The parser would read a pipe as a call; || is the word 或.
			if i+1 >= len(runes) || runes[i+1] != '|' {
				return n, fmt.Errorf("不允许「|」")
			}
			n.put("||", i)
			i += 2
		default:
			i = n.symbol(runes, i)
		}
	}
	return n, nil
}

func closingQuote(r rune) rune {
	switch r {
	case '"', '\'':
		return r
	case '“':
		return '”'
	case '‘':
		return '’'
	case '「':
		return '」'
	}
	return 0
}

// symbol copies one punctuation mark; a single = means ==.
func (n *normal) symbol(runes []rune, i int) int {
	r := runes[i]
	if r == '=' || r == '＝' {
		if i+1 < len(runes) && (runes[i+1] == '=' || runes[i+1] == '＝') {
			n.put("==", i)
			return i + 2
		}
		if last := len(n.out) - 1; last >= 0 && strings.ContainsRune("<>!", n.out[last]) {
			n.put("=", i)
			return i + 1
		}
		n.put("==", i)
		return i + 1
	}
	if w, ok := fullWidth[r]; ok {
		n.put(w, i)
	} else {
		n.put(string(r), i)
	}
	return i + 1
}

// number copies a number; 85% becomes a fraction and 1月 a span.
func (n *normal) number(runes []rune, i int) int {
	j := i
	for j < len(runes) && (runes[j] >= '0' && runes[j] <= '9' || runes[j] == '.') {
		j++
	}
	digits := string(runes[i:j])
	k := j
	for k < len(runes) && runes[k] == ' ' {
		k++
	}
	if k < len(runes) && (runes[k] == '%' || runes[k] == '％') {
		n.put("("+digits+"/100)", i)
		return k + 1
	}
	rest := string(runes[j:])
	for _, u := range spanUnits {
		if after, ok := strings.CutPrefix(rest, u); ok {
			if next := []rune(after); len(next) == 0 || !identifierRune(next[0]) {
				n.put(`时长("`+digits+u+`")`, i)
				return j + len([]rune(u))
			}
		}
	}
	n.put(digits, i)
	return j
}
