"""The generator: `python -m ops new service NAME`, `python -m ops new resource SERVICE NAME`.

What it writes is green at once and in the shape of the house; from then on it is ordinary code, changed by hand.
"""
