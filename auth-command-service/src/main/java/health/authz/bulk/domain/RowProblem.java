package health.authz.bulk.domain;

import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.Rejection;
import health.authz.authorization.domain.Touch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a row was refused or left out, in the words of a problem document.
 *
 * @param type path of the problem's page
 * @param changedBy who stands in the way, where it is somebody's doing; an id
 * @param changedAt since when
 */
public record RowProblem(
        String type,
        String detail,
        @Nullable String field,
        @Nullable String bound,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {
    private static final String PAGES = "/problems/";

    static @Nullable RowProblem of(Decision decision) {
        return switch (decision) {
            case Decision.Accepted accepted -> null;
            case Decision.Rejected rejected -> of(rejected.why());
            case Decision.Skipped skipped ->
                switch (skipped.reason()) {
                    case DUPLICATE -> of(new Rejection.Duplicate(skipped.existing()));
                    case OVERLAP ->
                        new RowProblem(
                                PAGES + "overlapping-authorization",
                                "It overlaps with authorization " + skipped.existing() + ", which is usable.",
                                null,
                                null,
                                null,
                                null);
                    case USED ->
                        new RowProblem(
                                PAGES + "row-used",
                                "Notes have used it since, so it stays; usedRows END_AFTER_LAST_SERVICE would end it"
                                        + " on its last service date.",
                                null,
                                null,
                                null,
                                null);
                };
        };
    }

    private static RowProblem of(Rejection why) {
        Touch touch = why.touch();
        return new RowProblem(
                PAGES + why.slug(),
                why.sentence(),
                why.field(),
                why.bound(),
                touch == null ? null : touch.actor(),
                touch == null ? null : touch.at());
    }

    /** Last part of the type. */
    public String slug() {
        return type.substring(PAGES.length());
    }
}
