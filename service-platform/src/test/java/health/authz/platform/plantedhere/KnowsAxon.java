package health.authz.platform.plantedhere;

import org.axonframework.commandhandling.CommandBus;

/** Breaks the fence on purpose: Axon outside the event store. */
class KnowsAxon {
    CommandBus commands;
}
