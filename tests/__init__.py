"""The tests; they mirror the tree, with stories across services in exchange/."""
