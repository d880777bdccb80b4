// Package intake keeps what every import shares: the draft between the preview
// and the confirmation, which only the person who handed it in can open, and the
// read model of both. What rows become is the business of org and practise.
package intake
