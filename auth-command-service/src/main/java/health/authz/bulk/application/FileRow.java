package health.authz.bulk.application;

import health.authz.authorization.domain.RequestedValues;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file as it was read. A row to add names client and code; one to change names its authorization, or client
 * and code with the start or the payer's number, which then find it.
 *
 * @param line in the file, from 1
 * @param start by which a row to change is found; {@code null} where it names its authorization, or its number finds it
 * @param number by which a row to change is found; {@code null} where anything else finds it
 * @param named whom the line says that it is about; {@code null} = it names nobody
 * @param cells as they stand in the file, in the columns that are read
 * @param values what is asked of the row
 */
public record FileRow(
        long line,
        @Nullable ClientId client,
        @Nullable BillingCode code,
        @Nullable AuthorizationId id,
        @Nullable LocalDate start,
        @Nullable String number,
        @Nullable WrittenName named,
        List<String> cells,
        RequestedValues values) {}
