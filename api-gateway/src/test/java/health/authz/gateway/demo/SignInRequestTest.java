package health.authz.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class SignInRequestTest {
    @Test
    void a_good_one_is_answered_with_code_and_state_at_its_address() {
        assertThat(SignInRequest.of(good()).answer("a-code"))
                .isEqualTo("http://stack.example:8080/login/oauth2/code/organisation?code=a-code&state=s%3D1");
    }

    @ParameterizedTest
    @CsvSource({
        "client_id,another",
        "response_type,token",
        "scope,profile",
        "code_challenge_method,plain",
        "code_challenge,''",
        "redirect_uri,https://example.org/login/oauth2/code/organisation",
        "redirect_uri,http://stack.example:8080/elsewhere",
        "redirect_uri,javascript:alert(1)",
        "redirect_uri,http://[",
        "redirect_uri,''"
    })
    void whatever_does_not_fit_is_refused(String name, String value) {
        MockHttpServletRequest request = good();
        request.setParameter(name, value);

        assertThatThrownBy(() -> SignInRequest.of(request)).isInstanceOf(SignInRequest.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9/", "http://stack.example:8080/"})
    void after_the_end_only_the_start_page_here_is_led_to(String home) {
        assertThat(SignInRequest.isHome(home, good())).isTrue();
        assertThat(SignInRequest.isHome(home + "x", good())).isFalse();
        assertThat(SignInRequest.isHome("https://example.org/", good())).isFalse();
    }

    private static MockHttpServletRequest good() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/demo-issuer/authorize");
        request.setServerName("stack.example");
        request.setServerPort(8080);
        request.setParameter("client_id", "authz-console");
        request.setParameter("response_type", "code");
        request.setParameter("scope", "openid");
        request.setParameter("state", "s=1");
        request.setParameter("nonce", "n");
        request.setParameter("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        request.setParameter("code_challenge_method", "S256");
        request.setParameter("redirect_uri", "http://stack.example:8080/login/oauth2/code/organisation");
        return request;
    }
}
