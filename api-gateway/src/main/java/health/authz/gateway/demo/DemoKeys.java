package health.authz.gateway.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.UUID;

/** The demo issuer's key pair: made once, kept in a file as one private JWK. */
final class DemoKeys {
    private static final int BITS = 2_048;

    private DemoKeys() {}

    /** The key of this file, which is made if it is not there. */
    static RSAKey in(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file.toAbsolutePath());
            }
            return RSAKey.parse(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (ParseException spoiled) {
            throw new IllegalStateException("the demo key in " + file + " is spoiled; remove the file", spoiled);
        }
    }

    private static void make(Path file) throws IOException {
        try {
            RSAKey key = new RSAKeyGenerator(BITS)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            Files.createDirectories(file.getParent());
            Path whole = Files.createTempFile(file.getParent(), "demo-key", ".new");
            Files.writeString(whole, key.toJSONString());
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
