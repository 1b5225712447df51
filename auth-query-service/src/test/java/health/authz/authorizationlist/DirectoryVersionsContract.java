package health.authz.authorizationlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import health.authz.authorizationlist.projection.AuthorizationListProjection;
import health.authz.authorizationlist.projection.RowAlerts;
import health.authz.authorizationlist.projection.RowClients;
import health.authz.directorylist.projection.ClientProjection;
import health.authz.directorylist.projection.GroupProjection;
import health.authz.directorylist.projection.ReferenceProjection;
import health.authz.directorylist.view.ReferenceKind;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.billinggroup.BillingGroupEvent;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.GroupRecord;
import health.authz.events.directory.DirectoryRecord.OverusePolicy;
import health.authz.events.directory.DirectoryRecord.PayerRecord;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.events.envelope.Topics;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordRejected;
import health.authz.query.Facts;
import health.authz.rebuild.ReadModel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which state of a directory record holds, whatever offsets say and in whatever order records come (ADR 38). */
abstract class DirectoryVersionsContract {
    private static final String ONE = Facts.id(1);
    private static final UUID GROUP = UUID.fromString("00000000-0000-0000-0000-000000000007");
    private MongoClient server;
    private ReadModel model;
    private BatchHandler authorizations;
    private BatchHandler clients;

    abstract String uri();

    @BeforeEach
    void empty() {
        server = MongoClients.create(uri());
        model = new ReadModel(
                server.getDatabase("v" + UUID.randomUUID().toString().substring(0, 8)));
        model.ensureIndexes();
        RowClients rows = new RowClients(model);
        authorizations = new AuthorizationListProjection(model, rows, new RowAlerts(model));
        clients = new ClientProjection(model, rows);
        authorizations.handle(List.of(Facts.event(
                Topics.AUTH_EVENTS,
                ONE,
                0,
                0,
                Facts.added(ONE, "c-1", "H0031", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31), "12"))));
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** As writers sent it that counted nothing. @param family {@code null} = erased */
    private static Received atOffset(long offset, String family) {
        return Facts.directory(
                Topics.CLIENT_DIRECTORY,
                "client",
                "c-1",
                offset,
                family == null ? null : Facts.client(family, "adult", "clin"));
    }

    private static Received version(long version, long offset, String family) {
        return Facts.versioned(atOffset(offset, family), version);
    }

    private String shown() {
        return model.authorizations().find(new Document("_id", ONE)).first().getString("clientName");
    }

    private Document held() {
        return model.clients().find(new Document("_id", Facts.TENANT + "/c-1")).first();
    }

    private void handle(Received... records) {
        clients.handle(List.of(records));
    }

    @Test
    void a_copy_that_was_made_by_offsets_takes_the_first_version_and_no_offset_after_it() {
        handle(atOffset(900, "Old"));
        assertThat(shown()).isEqualTo("Old, Robin");

        handle(version(2, 3, "Sample"));
        assertThat(shown()).isEqualTo("Sample, Robin");
        handle(atOffset(901, "Old"));
        handle(atOffset(902, null));
        assertThat(shown()).isEqualTo("Sample, Robin");
    }

    @Test
    void records_without_a_version_are_still_taken_by_their_offsets() {
        handle(atOffset(4, "Sample"));
        handle(atOffset(3, "Old"));
        assertThat(shown()).isEqualTo("Sample, Robin");
        handle(atOffset(5, null));
        assertThat(shown()).isNull();
    }

    @Test
    void after_a_topic_was_recreated_updates_and_erasures_are_taken() {
        handle(version(1, 900, "Old"));
        handle(version(2, 0, "Sample"));
        assertThat(shown()).isEqualTo("Sample, Robin");

        handle(version(3, 1, null));

        assertThat(shown()).isNull();
        assertThat(held().toJson()).doesNotContain("ample", "Robin");
    }

    @Test
    void after_a_topic_was_recreated_an_erasure_of_a_copy_made_by_offsets_is_taken() {
        handle(atOffset(900, "Old"));
        handle(version(2, 0, null));
        assertThat(shown()).isNull();
        assertThat(held().toJson()).doesNotContain("Robin");
    }

    @Test
    void who_was_erased_is_not_brought_back_by_an_older_record_and_is_by_a_newer_one() {
        handle(version(1, 0, "Sample"));
        handle(version(2, 1, null));
        handle(version(1, 7, "Sample"));
        assertThat(shown()).isNull();
        assertThat(held().getBoolean("erased")).isTrue();

        handle(version(3, 2, "Again"));
        assertThat(shown()).isEqualTo("Again, Robin");
    }

    @Test
    void within_a_batch_the_highest_version_holds_wherever_it_stands() {
        handle(version(3, 5, "Sample"), version(1, 6, "Old"), version(2, 7, null));
        assertThat(shown()).isEqualTo("Sample, Robin");
    }

    @Test
    void what_is_said_again_changes_nothing() {
        handle(version(3, 5, "Sample"));
        Document copy = held();
        Document row = model.authorizations().find(new Document("_id", ONE)).first();
        handle(version(3, 900, "Sample"));
        assertThat(held()).isEqualTo(copy);
        assertThat(model.authorizations().find(new Document("_id", ONE)).first())
                .isEqualTo(row);
    }

    @Test
    void versions_that_follow_each_other_are_told_apart_however_high() {
        long high = 1L << 51;
        handle(version(high, 0, "Old"));
        handle(version(high + 1, 1, "Sample"));
        assertThat(shown()).isEqualTo("Sample, Robin");
        handle(version(high, 2, "Old"));
        assertThat(shown()).isEqualTo("Sample, Robin");
    }

    @Test
    void a_version_that_is_no_number_is_rejected_and_changes_nothing() {
        handle(version(1, 0, "Sample"));
        assertThatThrownBy(() -> handle(version(0, 1, null))).isInstanceOf(RecordRejected.class);
        assertThat(shown()).isEqualTo("Sample, Robin");
    }

    @ParameterizedTest
    @EnumSource(value = DirectoryKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CLIENT")
    void every_kind_compares_versions_and_remembers_what_was_erased(DirectoryKind kind) {
        BatchHandler projection = new ReferenceProjection(model);
        MongoCollection<Document> copies =
                model.reference(ReferenceKind.of(kind).orElseThrow().collection());
        projection.handle(List.of(reference(kind, 900, "Old")));
        projection.handle(List.of(Facts.versioned(reference(kind, 0, "Newer"), 2)));
        assertThat(copies.find().first()).containsEntry("name", "Newer");
        projection.handle(
                List.of(Facts.versioned(reference(kind, 2, null), 3), Facts.versioned(reference(kind, 3, "Newer"), 2)));
        projection.handle(List.of(Facts.versioned(reference(kind, 901, "Old"), 1)));
        projection.handle(List.of(reference(kind, 902, "Old")));

        assertThat(copies.find().first())
                .as("the id, the version and that it is erased; nothing else")
                .containsOnlyKeys("_id", "version", "tenant", "id", "erased")
                .containsEntry("erased", true);
        projection.handle(List.of(Facts.versioned(reference(kind, 4, "Again"), 4)));
        assertThat(copies.find().first()).containsEntry("name", "Again").containsEntry("erased", false);
    }

    private static Received reference(DirectoryKind kind, long offset, String name) {
        return Facts.directory(
                Topics.topicOf(kind), kind.wireName(), "r-1", offset, name == null ? null : record(kind, name));
    }

    private static Object record(DirectoryKind kind, String name) {
        return switch (kind) {
            case CLIENT -> Facts.client(name, "adult");
            case USER -> new UserRecord(name, null, true, null, List.of(), List.of(), List.of());
            case PAYER -> new PayerRecord(name, OverusePolicy.BLOCK);
            case DIVISION -> new DivisionRecord(name, "UTC");
            case CLIENT_GROUP, USER_GROUP -> new GroupRecord(name);
        };
    }

    @Test
    void a_group_of_codes_holds_as_its_stream_says_also_where_the_copy_was_made_by_offsets() {
        BatchHandler groups = new GroupProjection(model);
        String id = Facts.TENANT + "/" + GROUP;
        model.groups()
                .insertOne(new Document("_id", id)
                        .append("version", 900L)
                        .append("tenant", Facts.TENANT)
                        .append("erased", false)
                        .append("codes", List.of("H0001")));
        groups.handle(List.of(group(2, 0, "H0003"), group(1, 1, "H0002")));
        assertThat(codes(id)).containsExactly("H0003");
        groups.handle(List.of(group(1, 2, "H0002")));
        assertThat(codes(id)).containsExactly("H0003");

        groups.handle(List.of(group(3, 3, null)));
        groups.handle(List.of(group(2, 4, "H0003")));
        assertThat(model.groups().find(new Document("_id", id)).first())
                .containsEntry("erased", true)
                .doesNotContainKey("codes");
    }

    private List<String> codes(String id) {
        return model.groups().find(new Document("_id", id)).first().getList("codes", String.class);
    }

    private static Received group(long seq, long offset, String code) {
        BillingCodeGroupId id = new BillingCodeGroupId(GROUP);
        TenantId tenant = new TenantId(Facts.TENANT);
        int version = Math.toIntExact(seq) + 1;
        BillingGroupEvent event = code == null
                ? new BillingCodeGroupRemoved(tenant, id, version)
                : new BillingCodeGroupDefined(
                        tenant, id, version, "Intake", true, List.of(new Member(new BillingCode(code), null, null)));
        return Facts.event(Topics.BILLING_GROUP_EVENTS, Facts.TENANT + "/" + GROUP, seq, offset, event);
    }

    /** Instances that overlap while partitions move, records twice and late: the rows and copies end at the highest version. */
    @Test
    void said_again_and_live_at_once_end_at_the_newest() {
        int versions = 12;
        List<Received> all = new ArrayList<>();
        for (int client = 1; client <= 30; client++) {
            for (int version = 1; version <= versions; version++) {
                String family = version % 4 == 0 && client % 2 == 0 ? null : "V" + version;
                Received record = Facts.directory(
                        Topics.CLIENT_DIRECTORY,
                        "client",
                        "c-" + client,
                        all.size(),
                        family == null ? null : Facts.client(family, "adult"));
                all.add(Facts.versioned(record, version));
            }
        }
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(instance -> {
                            List<Received> mine = new ArrayList<>(all);
                            Collections.shuffle(mine, new Random(instance));
                            return CompletableFuture.runAsync(() -> {
                                for (int from = 0; from < mine.size(); from += 40) {
                                    clients.handle(mine.subList(from, Math.min(mine.size(), from + 40)));
                                }
                            });
                        })
                        .toArray(CompletableFuture[]::new))
                .join();

        Stream<Document> copies = model.clients().find().into(new ArrayList<>()).stream();
        assertThat(copies).hasSize(30).allSatisfy(copy -> {
            boolean even = Integer.parseInt(copy.getString("clientId").substring(2)) % 2 == 0;
            assertThat(copy.getBoolean("erased")).isEqualTo(even);
            assertThat(copy.getString("family")).isEqualTo(even ? null : "V12");
        });
        assertThat(shown()).isEqualTo("V12, Robin");
    }
}
