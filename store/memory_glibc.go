//go:build cgo && linux

package store

/*
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
static void wubiao_one_arena(void) { mallopt(M_ARENA_MAX, 1); }
static void wubiao_trim(void) { malloc_trim(0); }
#else
static void wubiao_one_arena(void) {}
static void wubiao_trim(void) {}
#endif
*/
import "C"

// oneArena keeps what SQLite allocates in one heap. The C library would give
// each thread one of its own, and Go moves a connection from thread to thread, so
// that freed memory lies about in all of them. SQLite takes its own lock around
// each allocation: nothing is lost by sharing.
func oneArena() { C.wubiao_one_arena() }

// trimC gives what SQLite has freed back to the system.
func trimC() { C.wubiao_trim() }
