"""Where visitors come from: those who share an address share its places, so that one client cannot hold all."""

import threading
from collections import OrderedDict

MAX_KNOWN = 20_000  # visitors, of whom the address is remembered

_addresses: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()


def came(visitor: str, address: str) -> None:
    """Remember from where a visitor came last."""
    with _lock:
        _addresses[visitor] = address
        _addresses.move_to_end(visitor)
        while len(_addresses) > MAX_KNOWN:
            _addresses.popitem(last=False)


def address(visitor: str) -> str:
    """The visitor's address, empty if it is not known."""
    with _lock:
        return _addresses.get(visitor, "")
