// Package web serves the pages people see: Chinese, server-rendered, phone
// first, whole without JavaScript. One file per page action, one struct per
// page, templates parsed at start and rendered into a buffer before the first
// byte is sent.
//
// It asks the use cases of engine/use and shows their read models as they are.
// It decides nothing about rights, knows no database and no other edge.
package web
