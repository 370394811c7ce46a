"""The exchange as it would first come to mind: the same work, and nothing done to be quick.

The command is the real one, and the tables are the real ones. Around it the token is verified
each time, every row is an object, the relay looks once a second and awaits each confirm, and the
consumer has a transaction for each message.
"""
