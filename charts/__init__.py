"""From results to figures: plain Plotly dicts, one palette, one way to write texts. Knows no Streamlit and no SQL."""
