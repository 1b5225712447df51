package health.authz.gateway.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Names of people by their ids, each asked for once a minute for each reader: events and operations name ids alone. */
@Component
public class PeopleNames {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int NAMES_MAX = 20_000;
    private final ConsoleApis apis;
    private final Cache<Key, String> kept =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(NAMES_MAX).build();

    PeopleNames(ConsoleApis apis) {
        this.apis = apis;
    }

    private record Key(String organisation, String reader, String id) {}

    People as(SignedIn reader) {
        return new People(this, reader);
    }

    String of(SignedIn reader, String id) {
        if (!reader.may("directory:read")) {
            return id;
        }
        Key key = new Key(reader.organisation(), reader.userId(), id);
        String there = kept.getIfPresent(key);
        if (there != null) {
            return there;
        }
        try {
            String name = apis.as(reader)
                    .get("/users/" + Query.encoded(id))
                    .path("name")
                    .asString("");
            return keep(key, name.isBlank() ? id : name);
        } catch (ApiProblem refused) {
            return refused.isNotFound() ? keep(key, id) : id;
        }
    }

    private String keep(Key key, String name) {
        kept.put(key, name);
        return name;
    }
}
