"""Touchstone: `streamlit run app.py` (or `make run`) serves it."""

import streamlit as st

from server.application import MIDDLEWARE, ROUTES, lifespan, refuse_unsafe_settings

refuse_unsafe_settings()
app = st.App("pages/shell.py", lifespan=lifespan, routes=ROUTES, middleware=MIDDLEWARE)
