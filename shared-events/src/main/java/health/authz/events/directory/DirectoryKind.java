package health.authz.events.directory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The kinds of directory record. */
public enum DirectoryKind {
    CLIENT("client"),
    USER("user"),
    PAYER("payer"),
    DIVISION("division"),
    CLIENT_GROUP("client-group"),
    USER_GROUP("user-group");

    private final String wireName;

    DirectoryKind(String wireName) {
        this.wireName = wireName;
    }

    /** Name on the wire, for example {@code client-group}. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** @throws IllegalArgumentException if no kind has this name */
    @JsonCreator
    public static DirectoryKind of(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no directory kind is named so"));
    }
}
