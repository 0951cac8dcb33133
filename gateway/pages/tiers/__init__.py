"""Tiers and the policies behind them."""
