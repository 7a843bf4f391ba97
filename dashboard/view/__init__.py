"""The only place that knows Streamlit: frame, pickers, cached reads, and the renderer of stories."""
