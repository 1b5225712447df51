package health.authz.gateway.console;

import org.jspecify.annotations.Nullable;

/** What people are called, for one reader; in templates as {@code staff}. */
public final class People {
    private final PeopleNames names;
    private final SignedIn reader;

    People(PeopleNames names, SignedIn reader) {
        this.names = names;
        this.reader = reader;
    }

    /** The name, or the id where the reader may not look or nobody is known under it; nothing for nobody. */
    public String name(@Nullable String userId) {
        return userId == null || userId.isEmpty() ? "" : names.of(reader, userId);
    }
}
