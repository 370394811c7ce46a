"""What intake listens to: who is on the exchange, and who may see a case."""

from services.intake.concerns.newcomers import hold_by_new_code, hold_newcomer
from shared.access.listening import listen_for_access
from shared.audit.anchors import listen_for_seals
from shared.events.partners import AgencyIdentifierConfirmed, AgencyRegistered
from shared.messaging.consumer import Consumer

consumer = Consumer("intake", sources=("partners",))
listen_for_access(consumer)
listen_for_seals(consumer)

consumer.on(AgencyRegistered)(hold_newcomer)
consumer.on(AgencyIdentifierConfirmed)(hold_by_new_code)
