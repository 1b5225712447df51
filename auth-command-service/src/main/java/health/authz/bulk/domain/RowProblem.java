package health.authz.bulk.domain;

import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Why a row was refused or left out, in the words of a problem document.
 *
 * @param type path of the problem's page
 */
public record RowProblem(
        String type,
        String detail,
        @Nullable String field,
        @Nullable String bound) {
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
                                null);
                };
        };
    }

    private static RowProblem of(Rejection why) {
        return new RowProblem(PAGES + why.slug(), why.sentence(), why.field(), why.bound());
    }

    /** Last part of the type. */
    public String slug() {
        return type.substring(PAGES.length());
    }
}
