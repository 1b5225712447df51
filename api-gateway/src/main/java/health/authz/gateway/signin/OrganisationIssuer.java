package health.authz.gateway.signin;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * The provider that people sign in with. It is asked for its discovery document when it is first needed, not at start: the gateway
 * serves programs while the provider is away, and the demo's provider is the gateway itself.
 */
final class OrganisationIssuer implements ClientRegistrationRepository {
    static final String ID = "organisation";
    private final SignInProperties properties;
    private volatile @Nullable ClientRegistration known;

    OrganisationIssuer(SignInProperties properties) {
        this.properties = properties;
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String registrationId) {
        return registrationId.equals(ID) ? registration() : null;
    }

    /** @throws RuntimeException if the provider does not answer or describes itself badly */
    ClientRegistration registration() {
        ClientRegistration before = known;
        return before == null ? discovered() : before;
    }

    /** What the provider signs with: RS256 or ES256, which are what the API takes too. */
    static JwsAlgorithm algorithm(ClientRegistration registration) {
        Object offered = registration
                .getProviderDetails()
                .getConfigurationMetadata()
                .get("id_token_signing_alg_values_supported");
        return offered instanceof Collection<?> names
                        && !names.contains(SignatureAlgorithm.RS256.getName())
                        && names.contains(SignatureAlgorithm.ES256.getName())
                ? SignatureAlgorithm.ES256
                : SignatureAlgorithm.RS256;
    }

    private synchronized ClientRegistration discovered() {
        if (known == null) {
            ClientRegistration.Builder builder = ClientRegistrations.fromIssuerLocation(properties.issuerUri())
                    .registrationId(ID)
                    .clientId(properties.clientId())
                    .scope(properties.scopes())
                    .clientSettings(
                            ClientSettings.builder().requireProofKey(true).build());
            known = properties.clientSecret().isEmpty()
                    ? builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                            .build()
                    : builder.clientSecret(properties.clientSecret()).build();
        }
        return known;
    }
}
