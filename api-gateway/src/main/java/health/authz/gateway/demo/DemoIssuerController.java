package health.authz.gateway.demo;

import health.authz.gateway.Problem;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
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
    private final AuthorizationCodes codes;

    DemoIssuerController(DemoIssuer issuer, AuthorizationCodes codes) {
        this.issuer = issuer;
        this.codes = codes;
    }

    /** A code of the sign-in page, for tokens. */
    @PostMapping(path = "/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Map<String, Object>> exchange(
            @RequestParam(name = "grant_type", defaultValue = "") String grant,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(name = "client_id", defaultValue = "") String clientId,
            @RequestParam(name = "redirect_uri", defaultValue = "") String redirectUri,
            @RequestParam(name = "code_verifier", defaultValue = "") String verifier) {
        if (!grant.equals("authorization_code")) {
            return refused("unsupported_grant_type");
        }
        return codes.exchange(code, clientId, redirectUri, verifier)
                .map(granted -> ResponseEntity.ok()
                        .cacheControl(CacheControl.noStore())
                        .body(Map.<String, Object>of(
                                "access_token",
                                issuer.tokenFor(granted.login()),
                                "id_token",
                                issuer.idTokenFor(granted.login(), granted.nonce()),
                                "token_type",
                                "Bearer",
                                "expires_in",
                                DemoIssuer.VALID.toSeconds(),
                                "scope",
                                "openid")))
                .orElseGet(() -> refused("invalid_grant"));
    }

    /** The way of OAuth 2 to say no (RFC 6749, 5.2). */
    private static ResponseEntity<Map<String, Object>> refused(String error) {
        return ResponseEntity.badRequest().cacheControl(CacheControl.noStore()).body(Map.of("error", error));
    }

    /** A token for a program, by the name of a login. */
    @PostMapping(path = "/token", consumes = MediaType.APPLICATION_JSON_VALUE)
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
