"""The least a Streamlit page can be: a title, a select box, a text. Streamlit's own floor for a first visit."""

import streamlit as st

st.title("Hello world")
name = st.selectbox("Whom to greet", ["everybody", "nobody"])
st.write(f"Hello, {name}: this page is ready.")
