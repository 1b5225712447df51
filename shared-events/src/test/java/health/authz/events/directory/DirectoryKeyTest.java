package health.authz.events.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import health.authz.events.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryKeyTest {
    private static final TenantId ABC = TenantId.of("abc-therapeutic");

    @ParameterizedTest
    @EnumSource
    void reads_what_it_wrote(DirectoryKind kind) {
        DirectoryKey key = new DirectoryKey(ABC, kind, "west/adult 7");

        assertThat(DirectoryKey.of(key.toString())).isEqualTo(key);
    }

    @Test
    void keeps_two_organisations_apart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DirectoryKey(TenantId.of("abc/client"), DirectoryKind.CLIENT, "c-1001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc-therapeutic", "abc-therapeutic/client", "abc-therapeutic/clients/c-1001"})
    void refuses_other_text(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DirectoryKey.of(text));
    }
}
