package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// logLimit is how long the log becomes before a commit moves its changes itself: a
// head, then pages with a head each. So much of it is laid out in one turn of the
// writer that nobody waits longer than a person notices.
const (
	logLimit = 32 + backstopPages*(24+4096)
	logPiece = 1 << 20
)

// LayOutLog makes the log file as long at once as a rush may make it, which is as long
// as the database, for whoever serves for long: closing the database removes it. A
// commit that makes the file longer has the disk find room and keep a note of where;
// one that writes over what is there does not, and takes a third less. Where the disk
// has no room to spare, the room is given back and the log grows as it must.
func (s *Store) LayOutLog(ctx context.Context) error {
	database, err := os.Stat(s.options.Path)
	if err != nil {
		return fmt.Errorf("查看数据库文件：%w", err)
	}
	log, err := os.OpenFile(s.options.Path+"-wal", os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("打开日志文件：%w", err)
	}
	err = errors.Join(s.layOut(ctx, log, min(database.Size(), logLimit)), log.Close())
	if errors.Is(err, syscall.ENOSPC) {
		err = s.writer.tidy.cutLog(ctx)
	}
	if err != nil {
		return fmt.Errorf("铺开日志文件：%w", err)
	}
	return nil
}

// layOut adds zeros behind the end of the log, piece by piece, until it is so long. In a
// turn of the writer nobody else, of whatever process, writes there; and zeros are to
// SQLite the end of what was written.
func (s *Store) layOut(ctx context.Context, log *os.File, long int64) error {
	zeros := make([]byte, 64<<10)
	for end := int64(0); end < long; {
		err := s.writer.perform(ctx, func(*connection) (err error) {
			end, err = log.Seek(0, io.SeekEnd)
			for until := min(end+logPiece, long); err == nil && end < until; {
				var n int
				n, err = log.Write(zeros[:min(int64(len(zeros)), until-end)])
				end += int64(n)
			}
			return err
		})
		if err == nil {
			err = log.Sync() // else the next commit would have to
		}
		if err != nil {
			return err
		}
	}
	return nil
}
