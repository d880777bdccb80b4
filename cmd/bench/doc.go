// Command bench measures the product against anchors in one run and prints every
// figure with its anchor and the ratio of the two, because figures alone say
// more about the machine than about the program. What is compared runs turn by
// turn (A B A B), and medians are told.
//
// It is a module of its own, so that what measuring needs stays out of the
// product's go.mod. It uses the product as anybody would: its packages, and its
// binary built afresh. It must not know any machine: files go to a temporary
// folder, peers are found through WUBIAO_PEERS.
package main
