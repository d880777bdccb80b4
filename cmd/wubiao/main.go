// Command wubiao is the whole product: the rule engine, the scheduler and the
// web application in one program. See README.md.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
