package handbook

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// fullSize makes an edition of 52 standards, about 400 KB.
func fullSize() fstest.MapFS {
	files := fstest.MapFS{"edition.yaml": {Data: []byte("edition: 全本\nasks: []\n")}}
	for i := range 52 {
		var b strings.Builder
		fmt.Fprintf(&b, "code: S%02d\ntitle: 第%d条\nwhat: %s\nduties:\n", i, i, strings.Repeat("按时召开会议，如实记录。", 20))
		for j := range 3 {
			fmt.Fprintf(&b, "  - {id: 会议%d, due: 每月28日↑, remind: [7工作日, 1工作日], minutes: 60, done: {of: 会议, where: 类别 == \"支委会\"}}\n", j)
		}
		b.WriteString("scoring:\n")
		for j := range 12 {
			fmt.Fprintf(&b, "  - {id: r%d, kind: tier, of: 会议, where: 类别 == \"支委会\" and 实到*2 < 应到, levels: {好: 0, 一般: 0.5, 差: {score: 0}}, cap: {most: 2, window: year}, text: 每少一次扣0.5分}\n", j)
		}
		b.WriteString("cases:\n")
		for j := range 12 {
			fmt.Fprintf(&b, "  - {name: 例%d, records: {会议: [{类别: 支委会, 实到: 3, 应到: 7.5, 主持: 张三}, {类别: 党员大会, 实到: 9, 应到: 9}]}, judged: {r1: 好}, expect: {r%d: {deduct: 0.5}, score: 22}}\n", j, j)
		}
		files[fmt.Sprintf("standards/S%02d.yaml", i)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return files
}

func BenchmarkReadCanonical(b *testing.B) {
	canonical, err := Canonical(LoadFS(fullSize(), ".").Edition)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(canonical)))
	for b.Loop() {
		if _, ps := readCanonical(canonical); len(ps) > 0 {
			b.Fatal(ps)
		}
	}
}

func BenchmarkLoadFS(b *testing.B) {
	files := fullSize()
	for b.Loop() {
		LoadFS(files, ".")
	}
}
