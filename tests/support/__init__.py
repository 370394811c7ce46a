"""What tests share: agencies to act as, one service at a desk, the whole exchange."""
