package admin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// KeyLife is how long an idempotency key is remembered.
const KeyLife = 24 * time.Hour

// OnceRequest is a request under an idempotency key. Request is what must be the
// same for it to be the same request: method, address and body.
type OnceRequest struct {
	Key     string
	Request []byte
}

// Answer is what was answered to a request that did what it asked.
type Answer struct {
	Status int
	Body   []byte
	Again  bool // it was answered before; nothing was done now
}

// errAgain takes back what was done for a request that had been answered before.
var errAgain = errors.New("answered before")

// Once does something at most once for an account and a key. What do changes and
// what it answers are kept in one transaction, so that nothing can come between.
// The same request under the same key gets the same answer; another request under
// that key is refused. What do refuses is not remembered: it may be tried again.
//
// Nearly every key is new, so nobody asks first: whether it was used shows when it
// is kept, or when do refuses, and then what do did is taken back.
func (a *Admin) Once(ctx context.Context, actor access.Actor, r OnceRequest, do func(context.Context) (Answer, error)) (Answer, error) {
	var answer Answer
	var refused error
	err := a.store.Update(ctx, func(tx port.Tx) error {
		sum := sha256.Sum256(r.Request)
		now := engine.Submission{AccountID: actor.Account, Key: r.Key, Digest: hex.EncodeToString(sum[:]), At: tx.Now()}
		if answer, refused = do(port.Within(ctx, tx)); refused == nil {
			now.Status, now.Answer = answer.Status, string(answer.Body)
			if err := tx.Insert(&now); engine.CodeOf(err) != engine.Conflict {
				return err
			}
		}
		before, err := submissionOf(tx, actor, r.Key)
		switch {
		case err != nil:
			return err
		case before.ID != 0 && tx.Now().Sub(before.At) < KeyLife && before.Digest != now.Digest:
			return engine.Fail(engine.Refused, "key_reused", "这个幂等键（Idempotency-Key）已经用在另一个请求上，这次没有办理。不同的事请换一个键。")
		case before.ID != 0 && tx.Now().Sub(before.At) < KeyLife:
			answer, refused = Answer{Status: before.Status, Body: []byte(before.Answer), Again: true}, nil
			return errAgain
		case refused != nil:
			return nil //nolint:nilerr // what it wrote down about the refusal stays; the refusal is given back below
		}
		now.ID = before.ID // an old one that nobody has cleared away yet
		return tx.Save(&now)
	})
	if err != nil && !errors.Is(err, errAgain) {
		return Answer{}, fmt.Errorf("do once: %w", err)
	}
	return answer, refused
}

// submissionOf finds what was done under the key; nothing where it is new.
func submissionOf(tx port.Tx, actor access.Actor, key string) (engine.Submission, error) {
	var s engine.Submission
	err := tx.Get(&s, access.Everything(), port.Where{"account_id": actor.Account, "request_key": key})
	if err != nil && engine.CodeOf(err) != engine.NotFound {
		return s, fmt.Errorf("find key: %w", err)
	}
	return s, nil
}
