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
// Before SQLite is first used. Weak, because it stands in the driver's package.
extern int sqlite3_config(int, ...) __attribute__((weak));
__attribute__((constructor)) static void wubiao_no_memory_status(void) {
	enum { memory_status = 9 };
	if (sqlite3_config) sqlite3_config(memory_status, 0);
}
*/
import "C"

// What SQLite allocates is kept in one heap: the C library would give each thread
// one of its own, and Go moves a connection from thread to thread, so that freed
// memory lies about in all of them, a tenth of what the program holds at rest.
//
// SQLite does not count what it allocates: nobody asks, and counting takes a lock of
// its own each time, a thirtieth of what a submission costs.

// trimC gives what SQLite has freed back to the system.
func trimC() { C.wubiao_trim() }
