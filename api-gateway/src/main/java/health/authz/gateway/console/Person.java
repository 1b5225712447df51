package health.authz.gateway.console;

import java.util.Set;

/** Who is signed in, as the screens show it. */
public record Person(String id, String name, String organisation, Set<String> permissions) {
    public Person {
        permissions = Set.copyOf(permissions);
    }

    static Person of(SignedIn signedIn) {
        return new Person(signedIn.userId(), signedIn.login(), signedIn.organisation(), signedIn.permissions());
    }

    public boolean may(String permission) {
        return permissions.contains(permission);
    }
}
