package main

import "context"

func measurePeers(context.Context, *report, string, *scoring) error { return nil }
