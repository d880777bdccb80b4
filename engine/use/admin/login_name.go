package admin

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wubiao/engine"
)

// FoldLogin brings a login name to the one form that is stored and compared:
// half width, lower case, without surrounding blanks. ＡＤＭＩＮ and admin are
// the same name.
func FoldLogin(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000':
			r = ' '
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		return unicode.ToLower(r)
	}, name))
}

// checkLogin says what a folded login name must look like.
func checkLogin(name string) error {
	n := utf8.RuneCountInString(name)
	ok := n >= 2 && n <= 32
	for _, r := range name {
		ok = ok && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-@", r))
	}
	if !ok {
		return engine.Fail(engine.Invalid, "login_form", "登录名不合要求，请改正后再试").
			With("login", "请用2至32个字母、数字、汉字或 . _ - @")
	}
	return nil
}
