package health.authz.gateway.demo;

import health.authz.gateway.Problem;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Login without a password, for the demo. */
@RestController
@Profile("demo")
@RequestMapping("/demo-issuer")
class DemoIssuerController {
    private static final Problem NO_SUCH_LOGIN = Problem.of(
            HttpStatus.BAD_REQUEST,
            "unknown-login",
            "No such login",
            "login: is one of "
                    + Arrays.stream(DemoLogin.values()).map(DemoLogin::login).collect(Collectors.joining(", ")));
    private final DemoIssuer issuer;

    DemoIssuerController(DemoIssuer issuer) {
        this.issuer = issuer;
    }

    @PostMapping("/token")
    ResponseEntity<Map<String, Object>> token(@RequestBody Map<String, String> asked) {
        return DemoLogin.of(asked.getOrDefault("login", ""))
                .map(login -> ResponseEntity.ok(Map.<String, Object>of(
                        "access_token",
                        issuer.tokenFor(login),
                        "token_type",
                        "Bearer",
                        "expires_in",
                        DemoIssuer.VALID.toSeconds())))
                .orElseGet(() -> ResponseEntity.badRequest()
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(NO_SUCH_LOGIN.document("/demo-issuer/token")));
    }

    @GetMapping("/jwks")
    Map<String, Object> keys() {
        return issuer.keys();
    }

    @GetMapping("/.well-known/openid-configuration")
    Map<String, Object> description() {
        return issuer.description();
    }
}
