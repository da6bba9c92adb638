"""Words of comments, counted: texts are read a bounded number at a time and only counts are kept."""
