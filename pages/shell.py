"""The frame: who asks, navigation, filter bar. It runs before every page, so a deep link keeps it too."""

from pathlib import Path

import streamlit as st

from pages.ui import frame

st.set_page_config(page_title="Touchstone", page_icon=str(Path(__file__).parent / "ui" / "mark.png"), layout="wide")
frame.run()
