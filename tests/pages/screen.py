"""What a page sends to the screen, block by block: read from the elements that a run of the script made."""

from __future__ import annotations

from collections.abc import Iterator

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node
from streamlit.util import calc_hash


def to_page(app: AppTest, name: str) -> AppTest:
    """The same visitor on another page. A page without a file of its own is known to Streamlit by a digest of its
    address, and its test kit has no other way to ask for one."""
    app._page_hash = calc_hash(name)
    return app


def nodes(root: Node) -> Iterator[Node]:
    """Everything below a part of a page, from top to bottom."""
    for child in getattr(root, "children", {}).values():
        yield child
        yield from nodes(child)


def blocks(app: AppTest, within: str = "") -> dict[str, list[str]]:
    """What each block of a story sends to the screen, by the name of the block: its HTML, its pictures, their words."""
    found = {}
    for node in nodes(app.main):
        key = getattr(node.proto, "id", "").split("-", 2)[-1] if isinstance(node, Block) else ""
        name = key.partition("-block-")[2] if "-block-" in key else key.removeprefix("block-")
        if name != key and name.startswith(within):
            found[name.removeprefix(within)] = [sent for part in nodes(node) if (sent := parts(part))]
    return found


def parts(node: Node) -> str:
    if node.type == "html":
        return str(node.proto.body)
    if "vega_lite" in node.type:
        return f"{node.proto.spec} {node.proto.alt}"
    return ""
