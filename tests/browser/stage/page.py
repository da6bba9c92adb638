"""A page with nothing but the building blocks that need the server: pictures, downloads, uploads."""

import time

import streamlit as st

from pages.ui.download import download
from pages.ui.upload import forget, upload
from server.spool import spool_file

st.html('<script src="/assets/frame.js?lang=zh"></script>', unsafe_allow_javascript=True)
st.text(f"run {time.monotonic_ns()}")

figure = {
    "data": [{"type": "bar", "x": ["电话", "Chat"], "y": [3, 5]}],
    "layout": {"title": {"text": "Contacts by channel (n = 8)"}, "template": "plotly_white"},
}
config = {"displaylogo": False, "toImageButtonOptions": {"filename": "mix"}}
with st.container(key="fig_mix"):
    st.plotly_chart(figure, key="chart", theme=None, config=config)
for kind in ("png", "svg"):
    with st.container(key=f"{kind}_mix"):
        st.button(kind.upper(), key=f"b_{kind}")

download("CSV", lambda: spool_file("渠道,n\r\n电话,3\r\n".encode("utf-8-sig"), ".csv"), "mix.csv", key="csv")

for file in upload("drop"):
    st.text(f"arrived {file.name} {file.bytes}")
    if st.button(f"Forget {file.name}", key=file.slot):
        forget("drop", file)
        st.rerun()
