"""What can be trusted, shown: calculations made twice, and studies against a known truth."""
