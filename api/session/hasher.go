package session

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"wubiao/engine"
	"wubiao/engine/port"
)

// The present settings of argon2id: memory in KiB, passes, lanes; the sizes of
// salt and key in bytes.
const (
	memory  uint32 = 19 * 1024
	passes  uint32 = 2
	lanes   uint8  = 1
	saltLen        = 16
	keyLen         = 32
)

// patience is how long a try waits for its turn before it is turned away.
const patience = 10 * time.Second

// Hasher hashes passwords with argon2id into self-describing text. Every hash
// takes 19 MiB, so only as many run at once as the machine can bear; the others
// wait their turn.
type Hasher struct {
	turn chan struct{}
	wait time.Duration
}

var _ port.Hasher = (*Hasher)(nil)

// NewHasher makes a hasher that runs at most two hashes per core at once. A
// process makes one and shares it.
func NewHasher() *Hasher {
	return &Hasher{turn: make(chan struct{}, 2*runtime.GOMAXPROCS(0)), wait: patience}
}

// Hash makes the hash of a password under a fresh salt.
func (h *Hasher) Hash(password string) (string, error) {
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("draw salt: %w", err)
	}
	key, err := h.derive(password, settings{memory, passes, lanes, salt, keyLen})
	if err != nil {
		return "", err
	}
	return hashText(salt, key), nil
}

// Decoy is a hash under the present settings whose key was drawn, not derived:
// checking it takes as long as any, and nobody knows a password for it.
func (h *Hasher) Decoy() string {
	drawn := [saltLen + keyLen]byte{}
	_, _ = rand.Read(drawn[:]) // crypto/rand never fails: it ends the program instead
	return hashText(drawn[:saltLen], drawn[saltLen:])
}

// hashText writes a hash made under the present settings.
func hashText(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// Check compares a password with a hash in constant time. renew is true where
// the hash was made under other settings than the present ones.
func (h *Hasher) Check(password, hash string) (ok, renew bool, err error) {
	s, want, err := parseHash(hash)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(password, s)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(got, want) == 1
	renew = ok && (s.memory != memory || s.passes != passes || s.lanes != lanes || len(s.salt) != saltLen || s.keyLen != keyLen)
	return ok, renew, nil
}

type settings struct {
	memory, passes uint32
	lanes          uint8
	salt           []byte
	keyLen         uint32
}

// derive waits for a turn and computes the key.
func (h *Hasher) derive(password string, s settings) ([]byte, error) {
	timer := time.NewTimer(h.wait)
	defer timer.Stop()
	select {
	case h.turn <- struct{}{}:
	case <-timer.C:
		return nil, engine.Fail(engine.Throttled, "hash_queue", "现在登录的人太多，请过一分钟再试。")
	}
	defer func() { <-h.turn }()
	return argon2.IDKey([]byte(password), s.salt, s.passes, s.memory, s.lanes, s.keyLen), nil
}

var errHashForm = errors.New("password hash has an unknown form")

// parseHash reads the text form, and refuses settings that would take the
// machine's memory.
func parseHash(hash string) (settings, []byte, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return settings{}, nil, errHashForm
	}
	var s settings
	n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &s.memory, &s.passes, &s.lanes)
	if err != nil || n != 3 || s.memory < 8 || s.memory > 1<<20 || s.passes < 1 || s.passes > 16 || s.lanes < 1 || s.lanes > 16 {
		return settings{}, nil, errHashForm
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < 8 {
		return settings{}, nil, errHashForm
	}
	key, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(key) < 16 || len(key) > 128 {
		return settings{}, nil, errHashForm
	}
	s.salt, s.keyLen = salt, uint32(len(key))
	return s, key, nil
}
