package store_test

import (
	"fmt"
	"testing"
	"time"

	"wubiao/store"
)

func TestExpAge(t *testing.T) {
	s := open(t, store.Options{Driver: drivers()[0]})
	units := branches(t, s, 10000)
	for q := range 12 {
		start := time.Now()
		issueAll(t, s, units, quarter(2026+q/4, q%4+1, 25))
		fmt.Print(time.Since(start).Milliseconds(), " ")
	}
	fmt.Println()
}
