package health.authz.authorization.domain;

import health.authz.events.Units;
import java.time.LocalDate;

/** A note that holds or has used units: {@code DRAFT} or {@code RELEASED}. */
public record Note(LocalDate serviceDate, Units units, NoteState state) {}
