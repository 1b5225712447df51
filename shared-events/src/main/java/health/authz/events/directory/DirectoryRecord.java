package health.authz.events.directory;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The current facts on one client, user, payer, division or group; a tombstone on its topic erases them. */
public sealed interface DirectoryRecord {
    /**
     * A client.
     *
     * @param divisionIds the first one's time zone judges the client's dates
     * @param payerIds insurance companies by rank, primary first
     * @param assignedUserIds staff who work with the client
     */
    record ClientRecord(
            PersonName name,
            @Nullable LocalDate birthDate,
            boolean active,
            List<String> divisionIds,
            List<String> payerIds,
            List<String> clientGroupIds,
            List<String> assignedUserIds)
            implements DirectoryRecord {}

    /**
     * A member of staff; the id equals the token's {@code sub}.
     *
     * @param divisionIds divisions whose clients the user may be alerted on; {@code *} = all
     * @param supervises ids of the users whose clients this user may be alerted on
     */
    record UserRecord(
            String name,
            @Nullable String email,
            boolean active,
            @Nullable String profileId,
            List<String> userGroupIds,
            List<String> divisionIds,
            List<String> supervises)
            implements DirectoryRecord {}

    /** An insurance company. */
    record PayerRecord(String name, OverusePolicy overusePolicy) implements DirectoryRecord {}

    /** A division of the organisation; {@code timeZone} is an IANA name. */
    record DivisionRecord(String name, String timeZone) implements DirectoryRecord {}

    /** A group of clients or of users. */
    record GroupRecord(String name) implements DirectoryRecord {}

    /**
     * A person's name; never leaves the directory topics and the read models.
     *
     * @param family the only name of who has one
     * @param given {@code null} of who has one name
     */
    record PersonName(String family, @Nullable String given) {
        /** As lists show and sort it: family name first, after it the given one if there is one. */
        public String listed() {
            return joined(", ");
        }

        /** Its words, family name first, as search reads them. */
        public String words() {
            return joined(" ");
        }

        private String joined(String between) {
            return given == null ? family : family + between + given;
        }
    }

    /** What happens when a note asks for more than remains; today every payer blocks. */
    enum OverusePolicy {
        BLOCK
    }
}
