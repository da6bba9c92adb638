"""What each page shows: questions, readouts, verdicts and figures. No Streamlit here: exports read the same cards."""
