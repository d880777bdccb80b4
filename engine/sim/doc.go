// Package sim lets seeded people live through time on a moving clock, by the
// real use cases. It makes the demo's company and its past; the same seed gives
// the same past. It inserts no row past a use case, and it must not know how
// anything is stored or shown.
package sim
