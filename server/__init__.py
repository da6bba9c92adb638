"""What Streamlit does not do well: guarded requests, streamed upload, ticketed download, readiness, hand-over."""
