package main

import (
	"context"
	"flag"
	"fmt"

	"wubiao/api/rest"
)

func openapiCommand() command {
	cmd := command{name: "openapi", args: "", summary: "输出 JSON 接口的说明（OpenAPI 3.1）"}
	cmd.run = func(_ context.Context, c *console, flags *flag.FlagSet, args []string) error {
		if _, err := parse(c, flags, cmd, args, 0, 0); err != nil {
			return err
		}
		text, err := rest.Document((&rest.Rest{}).Routes())
		if err != nil {
			return fmt.Errorf("写接口说明：%w", err)
		}
		_, err = c.out.Write(text)
		return err
	}
	return cmd
}
