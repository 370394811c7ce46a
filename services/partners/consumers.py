"""What partners listens to: every fact about a case, its own among them, is told to agencies.

Partners' own events come back through its inbox like everyone's, so that no command can forget
to tell the agencies, and what an agency is told does not depend on who found it out.
"""

from services.partners.deliveries.commands import deliver
from shared.access.projection import project
from shared.events import intake, outcomes, partners
from shared.events.contract import EVENT_TYPES, Audience, CaseEvent
from shared.messaging.consumer import Consumer

PRODUCERS = {"intake": intake, "outcomes": outcomes, "partners": partners}

consumer = Consumer("partners", sources=tuple(PRODUCERS))

consumer.on(intake.ConcernRaised)(project)

for event_class in EVENT_TYPES.values():
    if issubclass(event_class, CaseEvent) and event_class.audience is not Audience.INTERNAL:
        consumer.on(event_class)(deliver)
