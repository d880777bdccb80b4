//go:build cgo && linux

package store

/*
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
// Before main, because the C library settles how many heaps there may be when
// the second thread first asks for memory, and Go's threads are there by then.
__attribute__((constructor)) static void wubiao_one_arena(void) { mallopt(M_ARENA_MAX, 1); }
static void wubiao_trim(void) { malloc_trim(0); }
#else
static void wubiao_trim(void) {}
#endif
*/
import "C"

// What SQLite allocates is kept in one heap: the C library would give each thread
// one of its own, and Go moves a connection from thread to thread, so that freed
// memory lies about in all of them, a tenth of what the program holds at rest.
// SQLite takes its own lock around each allocation: nothing is lost by sharing.

// trimC gives what SQLite has freed back to the system.
func trimC() { C.wubiao_trim() }
