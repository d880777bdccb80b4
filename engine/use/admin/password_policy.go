package admin

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wubiao/engine"
)

// The bounds of a password, in characters.
const (
	minPassword = 10
	maxPassword = 128
)

// CheckPassword says whether a password may be set for the login: at least ten
// characters, three of the four classes (upper case, lower case, digit, other),
// and without the login name in it. The answer never echoes the password.
func CheckPassword(password, login string) error {
	refuse := func(message string) error {
		return engine.Fail(engine.Invalid, "password_policy", "密码不合要求，请换一个").With("password", message)
	}
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return refuse("密码里有无法识别的字符")
	case n < minPassword:
		return refuse("密码至少10个字符")
	case n > maxPassword:
		return refuse("密码最多128个字符")
	case classes(password) < 3:
		return refuse("大写字母、小写字母、数字、其他符号，四类里至少要有三类")
	case login != "" && strings.Contains(FoldLogin(password), FoldLogin(login)):
		return refuse("密码里不能含有登录名")
	}
	return nil
}

// classes counts how many of the four classes occur.
func classes(password string) int {
	var upper, lower, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r) && r < unicode.MaxLatin1:
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return upper + lower + digit + other
}
