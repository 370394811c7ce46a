"""What intake listens to: who is on the exchange, and who may see a case."""

from shared.access.listening import listen_for_access
from shared.audit.anchors import listen_for_seals
from shared.messaging.consumer import Consumer

consumer = Consumer("intake", sources=("partners",))
listen_for_access(consumer)
listen_for_seals(consumer)
