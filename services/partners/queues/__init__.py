"""Queues: an agency reads what it is told over AMQP, from queues that are its own."""
