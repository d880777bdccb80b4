package session

import (
	"crypto/rand"
	"net/http"
	"strings"
)

// tokenMark begins every token, so that one is recognised where it should not be.
const tokenMark = "wubiao_"

// NewToken draws the secret of a token, at least 256 random bits.
func NewToken() string { return tokenMark + rand.Text() + rand.Text() }

// Bearer reads the token of a script. asked is true where the request names one
// at all: then a cookie beside it does not count.
func Bearer(r *http.Request) (secret string, asked bool) {
	const longest = 128
	values := r.Header.Values("Authorization")
	if len(values) == 0 {
		return "", false
	}
	kind, secret, _ := strings.Cut(values[0], " ")
	if len(values) > 1 || !strings.EqualFold(kind, "Bearer") || len(secret) > longest {
		return "", true
	}
	return strings.TrimSpace(secret), true
}
