package health.authz.authorization.web;

import health.authz.authorization.domain.NoteState;
import health.authz.events.Units;
import health.authz.platform.web.Fields;
import java.time.LocalDate;

/** How a note stands, as the health record sends it; a voided one needs neither date nor units. */
record NoteRequest(LocalDate serviceDate, Units units, NoteState state) {
    static NoteRequest read(Fields fields) {
        NoteState state =
                fields.choice("state", NoteState.class).orElseGet(() -> fields.missing("state", NoteState.VOIDED));
        boolean needed = state != NoteState.VOIDED;
        LocalDate serviceDate = fields.date("serviceDate")
                .orElseGet(() -> needed ? fields.missing("serviceDate", LocalDate.EPOCH) : LocalDate.EPOCH);
        Units units = fields.units("units").orElseGet(() -> needed ? fields.missing("units", Units.ZERO) : Units.ZERO);
        fields.done();
        return new NoteRequest(serviceDate, units, state);
    }
}
