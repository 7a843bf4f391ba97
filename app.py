"""The whole application: `streamlit run app.py`, or better `fourth-option serve` (uvicorn on `app:app`)."""

import streamlit as st

from dashboard.view.start import lifespan, report

app = st.App("dashboard/view/site.py", lifespan=lifespan, on_script_error=report)
