package health.authz.codecopy;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.CodeFacts;
import health.authz.command.AuthCommandService;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.DomainEvent;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.billinggroup.BillingGroupEvent.AuthDecrementAction;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeRemoved;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeType;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.events.profile.ProfileEvent.SettingChanged;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** What other services publish about codes, groups and settings, and what decisions here see of it. */
class CodeCopyTest {
    private static final BillingCode ASSESSMENT = new BillingCode("H0031");
    private static final BillingCode THERAPY = new BillingCode("H2014");
    private static ConfigurableApplicationContext service;
    private static KafkaProducer<String, String> producer;
    private static CodeCopies copies;

    private final TenantId tenant = new TenantId("t-" + UUID.randomUUID());
    private final BillingCodeGroupId group = new BillingCodeGroupId(UUID.randomUUID());
    private int witnesses;

    @BeforeAll
    static void start() throws Exception {
        makeTopic(Topics.BILLING_GROUP_EVENTS);
        makeTopic(Topics.PROFILE_EVENTS);
        service = new SpringApplication(AuthCommandService.class)
                .run(
                        "--spring.profiles.active=demo",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.datasource.url=" + TestParts.postgres().url() + "?reWriteBatchedInserts=true",
                        "--spring.kafka.bootstrap-servers=" + TestParts.kafka().bootstrapServers());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
        copies = service.getBean(CodeCopies.class);
    }

    @AfterAll
    static void stop() {
        producer.close();
        service.close();
    }

    @Test
    void a_group_is_seen_as_made_then_as_edited_and_then_as_removed() {
        publishGroup(0, defined(1, true, member(ASSESSMENT, "4"), member(THERAPY, null)));
        caughtUp();
        GroupCopy made = newest();
        assertThat(made.version()).isEqualTo(1);
        assertThat(made.active()).isTrue();
        assertThat(made.members()).containsExactly(member(ASSESSMENT, "4"), member(THERAPY, null));

        publishGroup(1, defined(2, false, member(THERAPY, "7")));
        caughtUp();
        GroupCopy edited = newest();
        assertThat(edited.version()).isEqualTo(2);
        assertThat(edited.active()).isFalse();
        assertThat(edited.members()).containsExactly(member(THERAPY, "7"));

        publishGroup(2, new BillingCodeGroupRemoved(tenant, group, 3));
        caughtUp();
        assertThat(newest().removed()).isTrue();
        assertThat(newest().members()).isEmpty();
    }

    @Test
    void an_older_version_of_a_group_that_comes_again_or_late_is_not_the_newest() {
        publishGroup(1, defined(2, true, member(THERAPY, null)));
        publishGroup(0, defined(1, true, member(ASSESSMENT, null)));
        publishGroup(1, defined(2, true, member(THERAPY, null)));
        caughtUp();
        assertThat(newest().version()).isEqualTo(2);
        assertThat(newest().members()).containsExactly(member(THERAPY, null));

        publishGroup(2, new BillingCodeGroupRemoved(tenant, group, 3));
        publishGroup(1, defined(2, true, member(THERAPY, null)));
        caughtUp();
        assertThat(newest().removed()).isTrue();
        assertThat(versions()).containsExactly(1, 2, 3);
    }

    @Test
    void a_code_is_seen_as_made_replaced_removed_and_made_again() {
        publishCode(0, code(ASSESSMENT, "12", false));
        caughtUp();
        assertThat(facts(ASSESSMENT)).isEqualTo(new CodeFacts(ASSESSMENT, true, false, units("12")));

        publishCode(1, code(ASSESSMENT, null, true));
        caughtUp();
        assertThat(facts(ASSESSMENT)).isEqualTo(new CodeFacts(ASSESSMENT, true, true, null));

        publishCode(2, new BillingCodeRemoved(tenant, ASSESSMENT));
        caughtUp();
        assertThat(facts(ASSESSMENT).active())
                .as("a group may still name it, and says so plainly")
                .isFalse();

        publishCode(3, code(ASSESSMENT, "8", false));
        caughtUp();
        assertThat(facts(ASSESSMENT)).isEqualTo(new CodeFacts(ASSESSMENT, true, false, units("8")));
    }

    /** Rule B-64. */
    @Test
    void a_name_in_another_case_means_the_code_as_it_was_defined_unless_another_one_is_written_so() {
        BillingCode small = new BillingCode("h0031");
        publishCode(0, code(ASSESSMENT, "12", false));
        caughtUp();
        assertThat(facts(small)).isEqualTo(new CodeFacts(ASSESSMENT, true, false, units("12")));

        publishCode(0, code(small, "8", false));
        caughtUp();
        assertThat(facts(small).code()).isEqualTo(small);
        assertThat(facts(ASSESSMENT).code()).isEqualTo(ASSESSMENT);

        publishCode(1, new BillingCodeRemoved(tenant, small));
        caughtUp();
        assertThat(facts(small).code()).as("the one that is still there").isEqualTo(ASSESSMENT);
    }

    @Test
    void an_older_record_of_a_code_that_comes_again_undoes_nothing() {
        publishCode(0, code(ASSESSMENT, "12", false));
        publishCode(1, code(ASSESSMENT, "8", true));
        publishCode(0, code(ASSESSMENT, "12", false));
        caughtUp();
        assertThat(facts(ASSESSMENT)).isEqualTo(new CodeFacts(ASSESSMENT, true, true, units("8")));

        publishCode(2, new BillingCodeRemoved(tenant, ASSESSMENT));
        publishCode(1, code(ASSESSMENT, "8", true));
        caughtUp();
        assertThat(facts(ASSESSMENT).active()).isFalse();

        publishCode(3, code(ASSESSMENT, "8", true));
        publishCode(2, new BillingCodeRemoved(tenant, ASSESSMENT));
        caughtUp();
        assertThat(facts(ASSESSMENT).active()).isTrue();
    }

    @Test
    void a_code_that_is_heard_to_be_removed_before_it_is_heard_to_be_made_stays_removed() {
        publishCode(1, new BillingCodeRemoved(tenant, ASSESSMENT));
        caughtUp();
        publishCode(0, code(ASSESSMENT, "12", false));
        caughtUp();
        assertThat(facts(ASSESSMENT).active()).isFalse();
    }

    @Test
    void an_older_value_of_a_setting_that_comes_late_or_again_changes_nothing() {
        SettingCopies settings = service.getBean(SettingCopies.class);
        publish(Topics.PROFILE_EVENTS, "setting", 1, new SettingChanged(tenant, "bulk.rows-max", null));
        publish(Topics.PROFILE_EVENTS, "witness", 0, new SettingChanged(tenant, "notes.late-grace-days", "7"));
        eventually(() -> settings.lateGraceDays(tenant) == 7);

        publish(Topics.PROFILE_EVENTS, "setting", 0, new SettingChanged(tenant, "bulk.rows-max", "500"));
        publish(Topics.PROFILE_EVENTS, "witness", 1, new SettingChanged(tenant, "notes.late-grace-days", "8"));
        eventually(() -> settings.lateGraceDays(tenant) == 8);

        assertThat(settings.bulkRowsMax(tenant)).isEqualTo(1_000_000);
    }

    @Test
    void a_type_of_a_later_version_bars_its_own_code_and_no_other_of_the_organisation() {
        producer.send(record(Topics.BILLING_GROUP_EVENTS, tenant + "/H0031", 0, "OfTomorrow", "{}"));
        publishCode(1, code(ASSESSMENT, "12", false));
        publishCode(0, code(THERAPY, "8", false));
        producer.send(record(Topics.PROFILE_EVENTS, "profile/" + tenant + "/office", 0, "OfTomorrow", "{}"));
        publish(Topics.PROFILE_EVENTS, "setting", 0, new SettingChanged(tenant, "notes.late-grace-days", "9"));

        eventually(() -> copies.of(tenant, Set.of(THERAPY)).containsKey(THERAPY));
        SettingCopies settings = service.getBean(SettingCopies.class);
        eventually(() -> settings.lateGraceDays(tenant) == 9);
        assertThat(copies.of(tenant, Set.of(ASSESSMENT))).isEmpty();
        assertThat(service.getBean(JdbcTemplate.class)
                        .queryForList(
                                "select subject || ' ' || reason from parked_record where key = ? order by place",
                                String.class,
                                tenant.value()))
                .as("nobody here follows profiles")
                .containsExactly(tenant + "/H0031 unknown-type", tenant + "/H0031 follows a parked record");
    }

    @Test
    void a_setting_holds_until_it_is_taken_back_and_only_for_its_organisation() {
        SettingCopies settings = service.getBean(SettingCopies.class);

        publish(Topics.PROFILE_EVENTS, "setting", 0, new SettingChanged(tenant, "bulk.rows-max", "500"));
        eventually(() -> settings.bulkRowsMax(tenant) == 500);
        assertThat(settings.bulkRowsMax(new TenantId("other"))).isEqualTo(1_000_000);

        publish(Topics.PROFILE_EVENTS, "setting", 1, new SettingChanged(tenant, "bulk.rows-max", null));
        eventually(() -> settings.bulkRowsMax(tenant) == 1_000_000);
    }

    @Test
    void an_older_record_of_a_setting_that_comes_again_undoes_nothing_even_where_the_value_was_given_up() {
        SettingCopies settings = service.getBean(SettingCopies.class);
        SettingChanged first = new SettingChanged(tenant, "bulk.rows-max", "500");
        SettingChanged second = new SettingChanged(tenant, "bulk.rows-max", "700");

        publish(Topics.PROFILE_EVENTS, "setting", 0, first);
        publish(Topics.PROFILE_EVENTS, "setting", 1, second);
        publish(Topics.PROFILE_EVENTS, "setting", 0, first);
        settingsCaughtUp(settings, 1);
        assertThat(settings.bulkRowsMax(tenant)).isEqualTo(700);

        publish(Topics.PROFILE_EVENTS, "setting", 2, new SettingChanged(tenant, "bulk.rows-max", null));
        publish(Topics.PROFILE_EVENTS, "setting", 1, second);
        settingsCaughtUp(settings, 2);
        assertThat(settings.bulkRowsMax(tenant)).isEqualTo(1_000_000);
    }

    /** Everything sent before was applied. */
    private void settingsCaughtUp(SettingCopies settings, long witness) {
        publish(
                Topics.PROFILE_EVENTS,
                "witness",
                witness,
                new SettingChanged(tenant, "bulk.four-eyes-above", Long.toString(witness)));
        eventually(() -> Long.valueOf(witness).equals(settings.bulkFourEyesAbove(tenant)));
    }

    @Test
    void a_code_whose_definition_comes_after_its_removal_stays_removed() {
        publishCode(1, new BillingCodeRemoved(tenant, ASSESSMENT));
        publishCode(0, code(ASSESSMENT, "12", false));
        caughtUp();
        assertThat(facts(ASSESSMENT).active()).isFalse();
    }

    @Test
    void a_record_that_nobody_can_read_is_parked_and_other_organisations_go_on() {
        producer.send(record(Topics.BILLING_GROUP_EVENTS, "x", 0, "BillingCodeDefined", "{\"code\":"));
        TenantId other = new TenantId(tenant + "-other");
        send(other, Topics.BILLING_GROUP_EVENTS, "H0031", 0, code(other, ASSESSMENT, "3", false));

        eventually(() -> copies.of(other, Set.of(ASSESSMENT)).containsKey(ASSESSMENT));
        eventually(() -> service.getBean(JdbcTemplate.class)
                        .queryForObject("select count(*) from parked_record where key = ?", Long.class, tenant.value())
                == 1);
    }

    /** Everything sent before was applied: one key is one partition, and a partition is read in order. */
    private void caughtUp() {
        BillingCode witness = new BillingCode("W" + ++witnesses);
        publishCode(0, code(witness, null, false));
        eventually(() -> copies.of(tenant, Set.of(witness)).containsKey(witness));
    }

    private GroupCopy newest() {
        return copies.newest(tenant, group).orElseThrow();
    }

    private CodeFacts facts(BillingCode code) {
        return copies.of(tenant, Set.of(code)).get(code);
    }

    private List<Integer> versions() {
        return service.getBean(JdbcTemplate.class)
                .queryForList(
                        "select version from billing_code_group_copy where tenant = ? order by version",
                        Integer.class,
                        tenant.value());
    }

    private BillingCodeGroupDefined defined(int version, boolean active, Member... members) {
        return new BillingCodeGroupDefined(tenant, group, version, "Intake", active, Arrays.asList(members));
    }

    private static Member member(BillingCode code, @Nullable String units) {
        return new Member(code, units(units), null);
    }

    private static @Nullable Units units(@Nullable String units) {
        return units == null ? null : new Units(new BigDecimal(units));
    }

    private BillingCodeDefined code(BillingCode code, @Nullable String units, boolean unmanaged) {
        return code(tenant, code, units, unmanaged);
    }

    private static BillingCodeDefined code(
            TenantId tenant, BillingCode code, @Nullable String units, boolean unmanaged) {
        return new BillingCodeDefined(
                tenant,
                code,
                "Assessment",
                BillingCodeType.HCPCS,
                "15 min",
                units(units),
                AuthDecrementAction.PER_UNIT_BILLED,
                unmanaged,
                true);
    }

    private void publishGroup(long seq, DomainEvent event) {
        publish(Topics.BILLING_GROUP_EVENTS, group.toString(), seq, event);
    }

    private void publishCode(long seq, DomainEvent event) {
        String code = event instanceof BillingCodeDefined defined
                ? defined.code().value()
                : ((BillingCodeRemoved) event).code().value();
        publish(Topics.BILLING_GROUP_EVENTS, code, seq, event);
    }

    private void publish(String topic, String subject, long seq, DomainEvent event) {
        send(tenant, topic, subject, seq, event);
    }

    private void send(TenantId of, String topic, String subject, long seq, DomainEvent event) {
        producer.send(record(
                of,
                topic,
                of + "/" + subject,
                seq,
                event.getClass().getSimpleName(),
                Json.mapper().writeValueAsString(event)));
    }

    private ProducerRecord<String, String> record(String topic, String subject, long seq, String type, String value) {
        return record(tenant, topic, subject, seq, type, value);
    }

    /** Key, headers and value as the relay of the publishing service sends them. */
    private static ProducerRecord<String, String> record(
            TenantId tenant, String topic, String subject, long seq, String type, String value) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, tenant.value(), value);
        Map.of(
                        EventHeaders.SPEC_VERSION,
                        "1.0",
                        EventHeaders.ID,
                        subject + ":" + seq,
                        EventHeaders.SOURCE,
                        "/authz/billing-group-service",
                        EventHeaders.TYPE,
                        type,
                        EventHeaders.SUBJECT,
                        subject,
                        EventHeaders.TIME,
                        "2026-11-23T10:00:00Z",
                        EventHeaders.SEQUENCE,
                        Long.toString(seq),
                        EventHeaders.SCHEMA_VERSION,
                        "1",
                        EventHeaders.TENANT_ID,
                        tenant.value(),
                        EventHeaders.ACTOR,
                        "u-1")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static void makeTopic(String name) throws InterruptedException, ExecutionException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        } catch (ExecutionException there) {
            if (!(there.getCause() instanceof TopicExistsException)) {
                throw there;
            }
        }
    }
}
