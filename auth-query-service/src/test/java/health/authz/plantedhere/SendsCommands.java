package health.authz.plantedhere;

import health.authz.platform.eventstore.Commands;

/** Breaks the fence on purpose: the read side asks for changes. */
class SendsCommands {
    Commands commands;
}
