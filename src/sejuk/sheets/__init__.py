"""Lists in and out: any spreadsheet to checked records, and records to a spreadsheet.

Four steps, each a module that can be read alone:

1. `reading`: bytes to a `Grid`, in a child process with limits (`child`).
2. `tables`: a `Grid` to `Table`s: which row is the header, which column is which.
3. `records`: rows of a table to records, with every fault at its cell.
4. writing them down, which is the business of the app that owns them.

`lists` makes the files that go out, templates to fill in included. Nothing in here
knows what a station or an officer is: an app declares a `Kind` (see `records`).
"""
