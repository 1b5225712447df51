package health.authz.events;

/** A fact that is stored and published alike, under its logical type name (see {@code EventTypes}). */
public interface DomainEvent {}
