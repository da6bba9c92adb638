"""How much one file may hold. Every breach ends as a DataError that names the limit; nothing of the file is stored.

| what | limit | why |
|---|---|---|
| a line of text | 1 MiB | a longer one is a broken file, and would have to be held in memory whole |
| a cell | 32,000 characters | about what a spreadsheet cell holds |
| columns | 500 | more is no table of answers, contacts or complaints |
| rows | 50 million | days of work of a whole house |
| a workbook's parts, sheets | 2,000 and 100 | a large honest workbook has some hundreds |
| a workbook, unpacked | 1 GiB, of which shared texts 256 MiB | what the parsing process can hold and read in minutes |
| a workbook's old format (xls) | 256 MiB | it is read into memory whole |
| a gzip file, unpacked | 4 GiB | as large as a plain file may be; it is streamed |
| unpacked against packed | 100 to 1, above 16 MiB | honest tables shrink to a tenth, bombs to a thousandth |
"""

from __future__ import annotations

LONGEST_LINE = 1 << 20
LONGEST_CELL = 32_000
MOST_COLUMNS = 500
MOST_ROWS = 50_000_000
MOST_PARTS = 2_000
MOST_SHEETS = 100
WORKBOOK_BYTES = 1 << 30
SHARED_TEXT_BYTES = 256 << 20
OLD_WORKBOOK_BYTES = 256 << 20
STREAM_BYTES = 4 << 30
HIGHEST_RATIO = 100
RATIO_FROM = 16 << 20  # bytes unpacked from which the ratio is looked at
