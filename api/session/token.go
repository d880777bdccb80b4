package session

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// FormToken is the token a form carries for the secret: another text on every
// page, so that compressing a page gives nothing away, but always provable.
func FormToken(secret string) string {
	sum := sha256.Sum256([]byte("form:" + secret))
	mask := make([]byte, len(sum), 2*len(sum))
	rand.Read(mask) // never fails: the program would end
	for i, b := range sum {
		mask = append(mask, b^mask[i])
	}
	return base64.RawURLEncoding.EncodeToString(mask)
}

// TokenFits says whether the token was made for the secret. No secret, no fit.
func TokenFits(token, secret string) bool {
	sum := sha256.Sum256([]byte("form:" + secret))
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || secret == "" || len(raw) != 2*len(sum) {
		return false
	}
	bare := make([]byte, len(sum))
	for i := range bare {
		bare[i] = raw[i] ^ raw[len(sum)+i]
	}
	return subtle.ConstantTimeCompare(bare, sum[:]) == 1
}
