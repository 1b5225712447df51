package health.authz.directory;

import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.GroupRecord;
import health.authz.events.directory.DirectoryRecord.OverusePolicy;
import health.authz.events.directory.DirectoryRecord.PayerRecord;
import health.authz.events.directory.DirectoryRecord.PersonName;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.platform.web.Fields;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;

/** Reads a directory record as somebody sent it. Problems name fields, never what stood in them. */
final class DirectoryJson {
    static final String ID_RULE = "has 1 to 100 letters, digits and . _ : @ -, at least one letter or digit among them";
    private static final int NAME_MAX = 200;
    private static final int ID_MAX = 100;
    private static final int LIST_MAX = 500;
    private static final Pattern ID = Pattern.compile("(?=.*[A-Za-z0-9])[A-Za-z0-9._:@-]{1,100}");

    private DirectoryJson() {}

    /** Whether this can be the id of a record: 1 to 100 letters, digits and {@code . _ : @ -}, not signs alone. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** Reads all fields; what is wrong is remembered in {@code fields}. */
    static DirectoryRecord read(DirectoryKind kind, Fields fields) {
        return switch (kind) {
            case CLIENT -> client(fields);
            case USER -> user(fields);
            case PAYER -> payer(fields);
            case DIVISION -> new DivisionRecord(fields.requiredText("name", NAME_MAX), zone(fields));
            case CLIENT_GROUP, USER_GROUP -> new GroupRecord(fields.requiredText("name", NAME_MAX));
        };
    }

    private static DirectoryRecord client(Fields fields) {
        PersonName name = fields.object("name")
                .map(parts -> new PersonName(
                        parts.requiredText("family", NAME_MAX),
                        parts.text("given", NAME_MAX).orElse(null)))
                .orElseGet(() -> fields.missing("name", new PersonName("", "")));
        return new ClientRecord(
                name,
                fields.date("birthDate").orElse(null),
                fields.flag("active").orElse(true),
                fields.texts("divisionIds", ID_MAX, LIST_MAX),
                fields.texts("payerIds", ID_MAX, LIST_MAX),
                fields.texts("clientGroupIds", ID_MAX, LIST_MAX),
                fields.texts("assignedUserIds", ID_MAX, LIST_MAX));
    }

    private static DirectoryRecord user(Fields fields) {
        return new UserRecord(
                fields.requiredText("name", NAME_MAX),
                fields.text("email", NAME_MAX).orElse(null),
                fields.flag("active").orElse(true),
                fields.text("profileId", ID_MAX).orElse(null),
                fields.texts("userGroupIds", ID_MAX, LIST_MAX),
                fields.texts("divisionIds", ID_MAX, LIST_MAX),
                fields.texts("supervises", ID_MAX, LIST_MAX));
    }

    private static DirectoryRecord payer(Fields fields) {
        return new PayerRecord(
                fields.requiredText("name", NAME_MAX),
                fields.choice("overusePolicy", OverusePolicy.class).orElse(OverusePolicy.BLOCK));
    }

    private static String zone(Fields fields) {
        String zone = fields.requiredText("timeZone", 60);
        try {
            if (!zone.isEmpty()
                    && !ZoneId.getAvailableZoneIds().contains(ZoneId.of(zone).getId())) {
                fields.wrong("timeZone", "is a time zone of the IANA list such as America/New_York");
            }
        } catch (DateTimeException unknown) {
            fields.wrong("timeZone", "is a time zone of the IANA list such as America/New_York");
        }
        return zone;
    }
}
