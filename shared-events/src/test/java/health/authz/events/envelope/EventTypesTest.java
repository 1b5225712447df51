package health.authz.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import health.authz.events.DomainEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import org.junit.jupiter.api.Test;

class EventTypesTest {

    @Test
    void a_logical_name_leads_to_its_record_and_back() {
        assertThat(EventTypes.all()).isNotEmpty().allSatisfy((name, type) -> {
            assertThat(EventTypes.classOf(name))
                    .hasValueSatisfying(found -> assertThat(found).isEqualTo(type));
            assertThat(EventTypes.nameOf(type.asSubclass(DomainEvent.class))).isEqualTo(name);
        });
    }

    @Test
    void an_unknown_name_is_empty_and_no_failure() {
        assertThat(EventTypes.classOf("AuthAddedLater")).isEmpty();
    }

    @Test
    void every_event_has_a_topic() {
        assertThat(EventTypes.all().values())
                .allSatisfy(type -> assertThat(Topics.topicOf(type.asSubclass(DomainEvent.class)))
                        .isNotBlank());
        assertThat(Topics.topicOf(AuthAdded.class)).isEqualTo("auth-events");
    }

    @Test
    void a_stranger_has_none() {
        record Stranger() implements DomainEvent {}

        assertThatIllegalArgumentException().isThrownBy(() -> Topics.topicOf(Stranger.class));
    }
}
