"""Kinds of files and how each becomes rows: text in gzip, workbooks (xlsx, xls), event logs (xes), Parquet."""
