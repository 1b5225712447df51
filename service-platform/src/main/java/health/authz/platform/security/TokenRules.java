package health.authz.platform.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.JwtValidators;

/**
 * What is asked of a token beside its signature: this issuer, this audience, an end, and names that can be kept. The gateway and
 * the services ask the same.
 */
public final class TokenRules {
    private static final String WRONG_CLAIM = "wrong_claim";
    private static final int SUBJECT_MAX = 255;
    private static final int NAME_MAX = 100;

    private TokenRules() {}

    public static OAuth2TokenValidator<Jwt> of(String issuer, String audience) {
        return new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(issuer),
                new JwtClaimValidator<List<String>>("aud", claimed -> claimed != null && claimed.contains(audience)),
                TokenRules::claims);
    }

    /** Which claim is wrong and what it must be; empty if the token was refused for anything else. Quotes nothing of the token. */
    public static Optional<String> wrongClaim(AuthenticationException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof JwtValidationException wrong) {
                return wrong.getErrors().stream()
                        .filter(error -> error.getErrorCode().equals(WRONG_CLAIM))
                        .map(OAuth2Error::getDescription)
                        .filter(Objects::nonNull)
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private static OAuth2TokenValidatorResult claims(Jwt token) {
        List<OAuth2Error> wrong = new ArrayList<>();
        if (token.getExpiresAt() == null) {
            wrong.add(wrong("exp", "the token has no end; tokens without one are not taken"));
        }
        name("sub", token.getSubject(), SUBJECT_MAX, wrong);
        name("org", token.getClaimAsString("org"), NAME_MAX, wrong);
        divisions(token).forEach(division -> name("divisions", division, NAME_MAX, wrong));
        return OAuth2TokenValidatorResult.failure(wrong);
    }

    private static Stream<String> divisions(Jwt token) {
        List<String> divisions = token.getClaimAsStringList("divisions");
        return divisions == null ? Stream.empty() : divisions.stream();
    }

    /** One that is missing is judged where it is needed. */
    private static void name(String claim, @Nullable String name, int lengthMax, List<OAuth2Error> wrong) {
        if (name != null && !isName(name, lengthMax)) {
            wrong.add(wrong(
                    claim,
                    "has 1 to " + lengthMax
                            + " characters without surrounding blanks, control characters and halves of characters"));
        }
    }

    private static boolean isName(String name, int lengthMax) {
        return !name.isEmpty()
                && name.length() <= lengthMax
                && name.strip().equals(name)
                && name.codePoints()
                        .noneMatch(each -> Character.isISOControl(each)
                                || (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE));
    }

    private static OAuth2Error wrong(String claim, String rule) {
        return new OAuth2Error(WRONG_CLAIM, claim + ": " + rule + ".", null);
    }
}
